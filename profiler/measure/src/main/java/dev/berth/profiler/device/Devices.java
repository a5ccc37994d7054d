package dev.berth.profiler.device;

import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds and opens devices by the id users give. */
public final class Devices {
    /** Takes the first device of the first kind that is there, a GPU before the host. */
    public static final String AUTO = "auto";

    /** Ids that users may give, as help texts have them. */
    public static final String IDS = "auto|host|cuda:N";

    /** All kinds, in the order in which {@link #AUTO} looks for them. */
    static final List<Kind> KINDS = List.of(
            new Kind("cuda", true, Devices::cudaCount, CudaDevice::new),
            new Kind(HostDevice.ID, false, () -> 1, number -> new HostDevice()));

    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    private Devices() {}

    /**
     * A kind of device.
     *
     * @param name its id, or what stands before the colon of a numbered one
     * @param numbered whether a machine may have several, {@code NAME:0}, {@code NAME:1} and so on
     * @param count how many can be opened here, >= 0
     * @param opened opens one by its number, from 0
     */
    record Kind(String name, boolean numbered, IntSupplier count, IntFunction<Device> opened) {
        String id(int number) {
            return numbered ? name + ":" + number : name;
        }

        /** The number in an id of this kind; empty for any other. */
        OptionalInt number(String id) {
            if (!numbered) {
                return id.equals(name) ? OptionalInt.of(0) : OptionalInt.empty();
            }
            Matcher number = NUMBER.matcher(id.startsWith(name + ":") ? id.substring(name.length() + 1) : "");
            return number.matches() ? OptionalInt.of(Integer.parseInt(number.group())) : OptionalInt.empty();
        }
    }

    /**
     * Opens a device.
     *
     * @param id {@code auto}, {@code host} or {@code cuda:N}, N from 0
     * @throws BadInputException where the id is none of these
     * @throws DeviceException with {@link DeviceException.Kind#NO_DEVICE} where the machine has no such device
     */
    public static Device open(String id) {
        return open(id, KINDS);
    }

    static Device open(String id, List<Kind> kinds) {
        for (Kind kind : kinds) {
            OptionalInt number = id.equals(AUTO) && kind.count().getAsInt() > 0 ? OptionalInt.of(0) : kind.number(id);
            if (number.isPresent()) {
                return kind.opened().apply(number.getAsInt());
            }
        }
        int last = IDS.lastIndexOf('|');
        throw new BadOptionException("--device " + id + ": expected "
                + IDS.substring(0, last).replace("|", ", ") + " or " + IDS.substring(last + 1) + ", for example "
                + kinds.get(0).id(0));
    }

    /** Ids of the devices that can be opened here, {@code host} first. */
    public static List<String> list() {
        return list(KINDS);
    }

    static List<String> list(List<Kind> kinds) {
        return kinds.stream()
                .sorted(Comparator.comparing(Kind::numbered))
                .flatMap(kind -> IntStream.range(0, kind.count().getAsInt()).mapToObj(kind::id))
                .toList();
    }

    /** Ids of the first device of each kind that has none here. */
    public static List<String> missing() {
        return KINDS.stream()
                .filter(kind -> kind.count().getAsInt() == 0)
                .map(kind -> kind.id(0))
                .toList();
    }

    private static int cudaCount() {
        try {
            return CudaDriver.countDevices("cuda");
        } catch (DeviceException e) {
            return 0;
        }
    }
}
