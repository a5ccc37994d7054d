package dev.berth.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The one version of a document that is read and written, on a record with a component {@code schemaVersion}. It rises
 * where keys go, or come that an older document must not lack; see {@link MayBeAbsent} for those that it may.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SchemaVersion {
    /** The version, >= 1. */
    int value();

    /** How a document of another version is had in this one, in a few words for people. */
    String remedy();
}
