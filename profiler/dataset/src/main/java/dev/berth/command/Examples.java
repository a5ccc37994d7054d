package dev.berth.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a command is used, below its options in help and man page; a test holds each against the command line. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Examples {
    /** Between what is typed and what it does. */
    String MARK = " # ";

    /** {@code berth ... # what it does}, the simplest first. */
    String[] value();
}
