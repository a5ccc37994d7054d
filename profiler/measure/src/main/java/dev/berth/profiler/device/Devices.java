package dev.berth.profiler.device;

import dev.berth.command.Nearest;
import dev.berth.dataset.Vocabulary;
import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds and opens devices by the id users give. */
public final class Devices {
    /** Takes the first device of the first kind that is there, a GPU before the host. */
    public static final String AUTO = "auto";

    /** Ids that users may give, as help texts have them. */
    public static final String IDS = AUTO + "|" + Vocabulary.DEVICES;

    /** All kinds, in the order in which {@link #AUTO} looks for them. */
    static final List<DeviceKind> KINDS =
            ServiceLoader.load(DeviceKind.class, DeviceKind.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private Devices() {}

    /** All kinds, in the order in which {@link #AUTO} looks for them; the host's is the last. */
    public static List<DeviceKind> kinds() {
        return KINDS;
    }

    /**
     * Opens a device.
     *
     * @param id one of {@link #IDS}, N from 0
     * @throws BadInputException where the id is none of these
     * @throws DeviceException with {@link DeviceException.Kind#NO_DEVICE} where the machine has no such device
     */
    public static Device open(String id) {
        return open(id, KINDS);
    }

    static Device open(String id, List<DeviceKind> kinds) {
        for (DeviceKind kind : kinds) {
            OptionalInt number = id.equals(AUTO) ? kind.preferred() : kind.number(id);
            if (number.isPresent()) {
                return kind.open(number.getAsInt());
            }
        }
        throw unknown(id, kinds);
    }

    /**
     * Refuses what is no id of a device, whether or not this machine has the device.
     *
     * @throws BadOptionException where it is none of {@link #IDS}
     */
    public static void requireId(String id) {
        if (!id.equals(AUTO) && KINDS.stream().allMatch(kind -> kind.number(id).isEmpty())) {
            throw unknown(id, KINDS);
        }
    }

    private static BadOptionException unknown(String id, List<DeviceKind> kinds) {
        int last = IDS.lastIndexOf('|');
        String hint = Nearest.hint(id, alike(id, kinds));
        return new BadOptionException("--device " + id + ": expected "
                + IDS.substring(0, last).replace("|", ", ") + " or " + IDS.substring(last + 1)
                + (hint.isEmpty() ? ", for example " + kinds.get(0).id(0) : hint));
    }

    /** Ids that may have been meant, with the number that was typed. */
    private static List<String> alike(String id, List<DeviceKind> kinds) {
        String digits = id.replaceFirst("^.*?(\\d*)$", "$1");
        int number = digits.isEmpty() || digits.length() > 4 ? 0 : Integer.parseInt(digits);
        return Stream.concat(Stream.of(AUTO), kinds.stream().map(kind -> kind.id(number)))
                .toList();
    }

    /** Ids of the devices that can be opened here, {@code host} first. */
    public static List<String> list() {
        return list(KINDS);
    }

    static List<String> list(List<DeviceKind> kinds) {
        return kinds.stream()
                .sorted(Comparator.comparing(DeviceKind::isNumbered))
                .flatMap(kind -> IntStream.range(0, kind.count()).mapToObj(kind::id))
                .toList();
    }

    /** Ids of the first device of each kind that has none here. */
    public static List<String> missing() {
        return KINDS.stream()
                .filter(kind -> kind.count() == 0)
                .map(kind -> kind.id(0))
                .toList();
    }
}
