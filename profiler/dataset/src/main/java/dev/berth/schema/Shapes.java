package dev.berth.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A document of several shapes: of keys that may be absent, it has those of one shape, all of them, and no others. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Shapes {
    /** Keys of each shape, parted by {@code |}. */
    String[] value();
}
