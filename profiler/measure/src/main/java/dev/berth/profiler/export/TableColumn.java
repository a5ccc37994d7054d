package dev.berth.profiler.export;

/**
 * A column of an exported table.
 *
 * @param name with its unit
 * @param type of every cell
 * @param optional whether cells may be empty
 */
record TableColumn(String name, Type type, boolean optional) {
    enum Type {
        TEXT,
        TRUTH,
        /** 64 bits, signed. */
        WHOLE,
        /** 64 bits, IEEE 754. */
        REAL
    }

    static TableColumn text(String name) {
        return new TableColumn(name, Type.TEXT, false);
    }

    static TableColumn truth(String name) {
        return new TableColumn(name, Type.TRUTH, false);
    }

    static TableColumn whole(String name) {
        return new TableColumn(name, Type.WHOLE, false);
    }

    static TableColumn real(String name) {
        return new TableColumn(name, Type.REAL, false);
    }

    /** The same column, whose cells may be empty. */
    TableColumn orEmpty() {
        return new TableColumn(name, type, true);
    }
}
