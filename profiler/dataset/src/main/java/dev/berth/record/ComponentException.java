package dev.berth.record;

/** A record component outside its range; carries the component's name so that a reader can point at its line. */
public final class ComponentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String component;

    public ComponentException(String component, Object value, String expected) {
        this(component, value, expected, null);
    }

    public ComponentException(String component, Object value, String expected, Throwable cause) {
        super("out of range: " + component + "=" + value + ", expected " + expected, cause);
        this.component = component;
    }

    private ComponentException(String component, String message) {
        super(message);
        this.component = component;
    }

    /**
     * A component that does not go with the others of its record.
     *
     * @param message value and what was expected
     */
    public static ComponentException of(String component, String message) {
        return new ComponentException(component, message);
    }

    public String component() {
        return component;
    }
}
