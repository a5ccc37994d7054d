package dev.berth.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a command prints with {@code --json}: one of these records, as one JSON object. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Answers {
    /** The records, the usual one first; none where the object is another program's. */
    Class<? extends Record>[] value();

    /** When each is printed, in the order of the records; left out where there is one. */
    String[] when() default {};
}
