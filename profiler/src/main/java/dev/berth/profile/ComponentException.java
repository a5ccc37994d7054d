package dev.berth.profile;

/** A record component outside its range; carries the component's name so that a reader can point at its line. */
final class ComponentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String component;

    ComponentException(String component, Object value, String expected) {
        this(component, value, expected, null);
    }

    ComponentException(String component, Object value, String expected, Throwable cause) {
        super("out of range: " + component + "=" + value + ", expected " + expected, cause);
        this.component = component;
    }

    String component() {
        return component;
    }
}
