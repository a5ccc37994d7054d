package dev.berth.optimizer.workload;

import dev.berth.record.BadInputException;
import java.util.Locale;

/** What one line of a trace says besides its timestamp; for one thread. */
interface TraceRows {
    /** Column of the timestamp. */
    int timestampColumn();

    /**
     * Takes a line.
     *
     * @return whether its model is one of those wanted
     * @throws BadInputException naming file, line and value where a cell is faulty
     */
    boolean take(CsvLines line);

    /** Index of the model of the line taken. */
    int model();

    /** Work of the line taken before it is divided by the mean, finite and > 0. */
    double work();

    /**
     * Column of a name in the header that the file stands at, in upper or lower case; negative where it is missing.
     *
     * @throws BadInputException where two columns have that name
     */
    static int column(CsvLines header, String name) {
        int column = -1;
        for (int cell = 0; cell < header.cells(); cell++) {
            if (header.text(cell).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                if (column >= 0) {
                    throw new BadInputException(header.place() + ": two columns " + name + ", expected one");
                }
                column = cell;
            }
        }
        return column;
    }

    /** The same for a column that must be there. */
    static int require(CsvLines header, String name, String columns) {
        int column = column(header, name);
        if (column < 0) {
            throw new BadInputException(
                    header.place() + ": no column " + name + ", expected a header with the columns " + columns);
        }
        return column;
    }
}
