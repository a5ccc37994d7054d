package dev.berth.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The range of a number, or of each number in a reading, a list or a map. It is what the constructor of the record
 * requires by itself; what depends on other components is not in it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    /** Least value. */
    double least() default Double.NEGATIVE_INFINITY;

    /** Value that it must exceed. */
    double above() default Double.NEGATIVE_INFINITY;

    /** Largest value. */
    double most() default Double.POSITIVE_INFINITY;
}
