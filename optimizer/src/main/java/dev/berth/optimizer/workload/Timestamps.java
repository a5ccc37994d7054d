package dev.berth.optimizer.workload;

/**
 * Reads timestamps out of bytes without allocating: seconds as a decimal number >= 0, or ISO-8601 with a {@code T} or a
 * space between date and time, {@code 2023-11-16 18:15:46.6805900}, with an offset or without one, which is read as
 * UTC. Digits beyond nanoseconds are cut off.
 */
final class Timestamps {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Nanoseconds since 1970 fit a {@code long} up to the year 2262. */
    private static final long MOST_SECONDS = 9_000_000_000L;

    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    private byte[] text = {};
    private int at;
    private int end;
    private long nanos;
    private boolean iso;

    /** Reads a timestamp; whether there is one and nothing else. */
    boolean parse(byte[] bytes, int from, int to) {
        text = bytes;
        at = from;
        end = to;
        iso = to - from > 4 && bytes[from + 4] == '-';
        return (iso ? dateAndTime() : seconds()) && at == end;
    }

    /** The timestamp last read: since 1970 where it is ISO-8601, else since whenever the seconds count from. */
    long nanos() {
        return nanos;
    }

    /** Whether the timestamp last read is ISO-8601. */
    boolean isIso() {
        return iso;
    }

    private boolean seconds() {
        long whole = 0;
        int from = at;
        while (isDigit() && whole <= MOST_SECONDS) {
            whole = 10 * whole + text[at++] - '0';
        }
        nanos = whole * NANOS_PER_SECOND;
        return at > from && whole <= MOST_SECONDS && fraction();
    }

    private boolean dateAndTime() {
        int year = digits(4);
        int month = skip('-') ? digits(2) : 0;
        int day = skip('-') ? digits(2) : 0;
        if (year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
            return false;
        }
        if (!skip('T') && !skip(' ')) {
            return false;
        }
        int hour = digits(2);
        int minute = skip(':') ? digits(2) : 60;
        int second = skip(':') ? digits(2) : 60;
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return false;
        }
        nanos = ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 * NANOS_PER_SECOND
                + second * NANOS_PER_SECOND;
        return fraction() && offset();
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static int daysOf(int year, int month) {
        int days = DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1];
        return month == 2 && isLeap(year) ? days + 1 : days;
    }

    private static long daysSince1970(int year, int month, int day) {
        long before = year - 1L;
        long leapDays = before / 4 - before / 100 + before / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);
        int thisYear = DAYS_BEFORE_MONTH[month - 1] + (month > 2 && isLeap(year) ? 1 : 0);
        return 365L * (year - 1970) + leapDays + thisYear + day - 1;
    }

    /** A fraction of a second, where there is one. */
    private boolean fraction() {
        if (!skip('.')) {
            return true;
        }
        int from = at;
        long unit = NANOS_PER_SECOND / 10;
        while (isDigit()) {
            nanos += unit * (text[at++] - '0');
            unit /= 10;
        }
        return at > from;
    }

    /** Z, +hh, +hhmm or +hh:mm, where there is one. */
    private boolean offset() {
        if (at == end || skip('Z')) {
            return true;
        }
        boolean ahead = skip('+');
        if (!ahead && !skip('-')) {
            return false;
        }
        int hours = digits(2);
        boolean colon = skip(':');
        int minutes = at == end && !colon ? 0 : digits(2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return false;
        }
        long offset = (hours * 60L + minutes) * 60 * NANOS_PER_SECOND;
        nanos += ahead ? -offset : offset;
        return true;
    }

    private boolean isDigit() {
        return at < end && text[at] >= '0' && text[at] <= '9';
    }

    private boolean skip(char character) {
        boolean there = at < end && text[at] == character;
        at += there ? 1 : 0;
        return there;
    }

    /** Exactly so many digits; negative where there are fewer. */
    private int digits(int count) {
        int value = 0;
        for (int digit = 0; digit < count; digit++) {
            if (!isDigit()) {
                return -1;
            }
            value = 10 * value + text[at++] - '0';
        }
        return value;
    }
}
