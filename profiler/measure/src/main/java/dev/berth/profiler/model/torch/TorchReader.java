package dev.berth.profiler.model.torch;

import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.WeightFile;
import dev.berth.profiler.model.header.Extents;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.profiler.model.header.Shapes;
import dev.berth.profiler.model.header.ShardIndex;
import dev.berth.profiler.model.header.Siblings;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * PyTorch checkpoints: a zip of a pickle and one stored entry a storage, or the older file of four pickles and the
 * storages behind them. The pickles are read as data.
 */
final class TorchReader {
    static final String LABEL = "pytorch";
    static final String LEGACY = "pytorch-legacy";

    static final int ZIP_MAGIC = 0x04034b50;
    private static final int PICKLE_PROTO = 0x80;
    /** Of a zip's first entry. */
    private static final int ZIP_NAME_LENGTH_OFFSET = 26;

    private static final int ZIP_NAME_OFFSET = 30;

    /** What torch.save, torch.jit.save and their older versions write first. */
    private static final Pattern FIRST_ENTRY = Pattern.compile(
            "(.+/)?(data\\.pkl|version|byteorder|constants\\.pkl|\\.format_version|\\.storage_alignment|data/.*|code/.*|\\.data/.*|archive_version)");

    private static final String PICKLE = "data.pkl";

    /** What torch.save writes first (torch/serialization.py). */
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    private static final String TAR_MAGIC = "ustar";
    private static final int TAR_MAGIC_OFFSET = 257;

    private static final String CONVERT = "save its state_dict as safetensors where it comes from";

    /** Of what has no type of its own before a tensor lies in it. */
    private static final ElementType STORAGE = ElementType.plain("storage", 1);

    private TorchReader() {}

    /**
     * Whether the first bytes are those of a checkpoint; {@code .bin} alone says nothing. A zip of PyTorch begins with
     * an entry in a folder, a pickle with its protocol and then an opcode.
     */
    static boolean announced(Path file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(ZIP_NAME_OFFSET + 512).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = WeightFile.open(file)) {
            channel.read(start, 0);
        }
        int bytes = start.position();
        if (bytes > ZIP_NAME_OFFSET && start.getInt(0) == ZIP_MAGIC) {
            int length = Math.min(start.getShort(ZIP_NAME_LENGTH_OFFSET) & 0xffff, bytes - ZIP_NAME_OFFSET);
            String entry = new String(start.array(), ZIP_NAME_OFFSET, length, StandardCharsets.UTF_8);
            return FIRST_ENTRY.matcher(entry).matches();
        }
        return bytes >= 2 && (start.get(0) & 0xff) == PICKLE_PROTO && start.get(1) >= 2 && start.get(1) <= 5;
    }

    /** Whether a {@code .pth} is lines of text: Python keeps paths to packages under that name. */
    static boolean isPathFile(Path file) throws IOException {
        if (Files.size(file) == 0) {
            return false;
        }
        ByteBuffer start = ByteBuffer.allocate(256);
        try (FileChannel channel = WeightFile.open(file)) {
            channel.read(start, 0);
        }
        for (int i = 0; i < start.position(); i++) {
            if (start.get(i) < ' ' && start.get(i) != '\n' && start.get(i) != '\r' && start.get(i) != '\t') {
                return false;
            }
        }
        return true;
    }

    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            int magic = in.at("magic").i32();
            in.seek(0);
            if (magic == ZIP_MAGIC) {
                return readZip(in);
            }
            if ((magic & 0xff) == PICKLE_PROTO) {
                return readLegacy(in);
            }
            throw in.fault(kind(in), "a zip or a pickle, as torch.save writes them", CONVERT);
        }
    }

    static Part readIndex(Path index, HeaderSource source) throws IOException, ModelFaultException {
        return ShardIndex.read(index, LABEL, source, TorchReader::read);
    }

    /** What a file is whose first bytes are of neither kind. */
    private static String kind(HeaderFile in) throws IOException, ModelFaultException {
        byte[] start = in.bytes(Math.min(in.size(), TAR_MAGIC_OFFSET + TAR_MAGIC.length()));
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith(TAR_MAGIC, TAR_MAGIC_OFFSET)) {
            return "a tar, as PyTorch wrote before 0.1.10";
        }
        if (text.startsWith("\u0089HDF\r\n")) {
            return "HDF5, as Keras writes it";
        }
        return "begins with 0x" + HexFormat.of().formatHex(start, 0, Math.min(start.length, 4));
    }

    private static Part readZip(HeaderFile in) throws IOException, ModelFaultException {
        long before = in.kept();
        ZipDirectory zip = ZipDirectory.read(in);
        String pickle = pickle(in, zip);
        Extent program = zip.extent(pickle);
        if (program == null) {
            throw in.at("zip entry", pickle).fault("empty", "the checkpoint's pickle");
        }
        in.seek(program.offset());
        Object root = Pickle.read(in.at("data.pkl"), program.length());
        String folder = pickle.substring(0, pickle.length() - PICKLE.length()) + "data/";
        Map<String, Extent> storages = new HashMap<>();
        long kept = in.kept() - before;
        Part part = part(LABEL, in, root, key -> {
            Extent storage = storages.get(key);
            if (storage == null) {
                storage = zip.extent(folder + key);
                storages.put(key, storage);
            }
            return storage;
        });
        requireDisjoint(in, storages);
        in.release(kept);
        return part;
    }

    /** Two storages at one place would count the same bytes twice. */
    private static void requireDisjoint(HeaderFile in, Map<String, Extent> storages) throws ModelFaultException {
        List<Tensor> all = new ArrayList<>();
        storages.forEach((key, extent) -> {
            if (extent != null) {
                all.add(new Tensor(key, STORAGE, List.of(), 0, List.of(extent)));
            }
        });
        Extents.requireDisjoint(in, all);
    }

    /**
     * Name of the entry with the objects: data.pkl in the only folder. Says what the archive is where it is another.
     */
    private static String pickle(HeaderFile in, ZipDirectory zip) throws ModelFaultException {
        String found = null;
        boolean arrays = false;
        boolean program = false;
        for (String name : zip.names()) {
            Siblings.requireName(in.path(), "zip entry", name);
            if (name.equals(PICKLE) || name.endsWith("/" + PICKLE)) {
                found = found == null || name.length() < found.length() ? name : found;
            }
            arrays |= name.endsWith(".npy");
            program |= name.equals("constants.pkl") || name.endsWith("/constants.pkl");
        }
        in.at("zip directory");
        if (program) {
            throw in.fault("TorchScript, a program with its weights", "a checkpoint of tensors", CONVERT);
        }
        if (found == null) {
            throw in.fault(
                    arrays ? "a NumPy archive (npz)" : "no data.pkl", "a checkpoint as torch.save writes it", CONVERT);
        }
        return found;
    }

    /** The tensors a loader takes, and what of the file it leaves. */
    private static Part part(String label, HeaderFile in, Object root, TorchTensors.Storages storages)
            throws IOException, ModelFaultException {
        TorchCheckpoint checkpoint = TorchCheckpoint.of(root);
        List<Part.NotLoaded> notLoaded = new ArrayList<>();
        for (TorchCheckpoint.Beside beside : checkpoint.beside()) {
            List<Extent> extents = new ArrayList<>();
            List<Tensor> left = new TorchTensors(in, storages).collect(beside.value());
            left.forEach(tensor -> extents.addAll(tensor.extents()));
            long bytes =
                    Extents.merge(extents).stream().mapToLong(Extent::length).sum();
            if (bytes > 0) {
                notLoaded.add(new Part.NotLoaded(beside.name(), bytes, beside.why(), left));
            }
        }
        List<Tensor> tensors = new TorchTensors(in, storages).collect(checkpoint.model());
        if (tensors.isEmpty() && !notLoaded.isEmpty()) {
            throw in.at("checkpoint").fault("state of training, no weights", "a model", "leave it out");
        }
        return new Part(label, tensors, List.of(in.path()), List.of(), notLoaded);
    }

    /** Magic number, protocol, system, object, list of storage keys; then each storage as a count and its elements. */
    private static Part readLegacy(HeaderFile in) throws IOException, ModelFaultException {
        long before = in.kept();
        Object magic = Pickle.read(in.at("magic pickle"), in.remaining());
        if (!MAGIC.equals(magic)) {
            throw in.fault("no number of torch.save's", "a checkpoint as torch.save writes it", CONVERT);
        }
        Pickle.read(in.at("protocol pickle"), in.remaining());
        Pickle.read(in.at("system pickle"), in.remaining());
        Object root = Pickle.read(in.at("object pickle"), in.remaining());
        Object keys = Pickle.read(in.at("storage keys"), in.remaining());
        if (!(keys instanceof List<?> list)) {
            throw in.fault("storage keys are no list", "the list of storages");
        }
        Map<String, ElementType> types = TorchTensors.storageTypes(in, root);
        Map<String, Extent> storages = new HashMap<>();
        for (Object key : list) {
            String name = key instanceof String || key instanceof Long ? key.toString() : "";
            ElementType type = types.get(name);
            if (type == null) {
                throw in.at("storage", name).fault("no tensor uses it", "a storage of the object");
            }
            in.at("storage", name).keep(160);
            long elements = in.i64();
            long bytes = Shapes.bytes(in, type, in.requireCount(elements, 1));
            if (bytes > 0) {
                storages.put(name, new Extent(in.path(), in.position(), in.require(bytes)));
            }
            in.skip(bytes);
        }
        long kept = in.kept() - before;
        Part part = part(LEGACY, in, root, storages::get);
        in.release(kept);
        return part;
    }
}
