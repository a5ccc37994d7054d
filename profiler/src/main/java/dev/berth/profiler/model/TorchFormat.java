package dev.berth.profiler.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * PyTorch checkpoints: a zip of a pickle and one stored entry a storage, or the older file of four pickles and the
 * storages behind them. The pickles are read as data.
 */
final class TorchFormat {
    static final String LABEL = "pytorch";
    static final String LEGACY = "pytorch-legacy";

    private static final int ZIP_MAGIC = 0x04034b50;
    private static final int PICKLE_PROTO = 0x80;

    /** Memory of an entry of a zip directory as the library keeps it. */
    private static final int ENTRY_BYTES = 600;

    private TorchFormat() {}

    /** Whether the first bytes are those of a zip or of a pickle; {@code .bin} alone says nothing. */
    static boolean announced(Path file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.read(start, 0);
        }
        return start.position() >= 2
                && ((start.getInt(0) == ZIP_MAGIC)
                        || ((start.get(0) & 0xff) == PICKLE_PROTO && start.get(1) >= 2 && start.get(1) <= 5));
    }

    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            boolean zip = in.at("magic").i32() == ZIP_MAGIC;
            in.seek(0);
            return zip ? readZip(in, source) : readLegacy(in);
        }
    }

    static Part readIndex(Path index, HeaderSource source) throws IOException, ModelFaultException {
        return ShardIndex.read(index, LABEL, source, TorchFormat::read);
    }

    private static Part readZip(HeaderFile in, HeaderSource source) throws IOException, ModelFaultException {
        Map<String, Extent> entries = new HashMap<>();
        String pickle = null;
        try (HeaderChannel channel = new HeaderChannel(source.open(in.path()));
                ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get()) {
            for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
                ZipArchiveEntry entry = all.nextElement();
                String name = entry.getName();
                Siblings.requireName(in.path(), "zip entry", name);
                in.at("zip entry", name).keep(ENTRY_BYTES + HeaderBudget.bytesOf(name));
                requireInside(in, entry);
                if (entry.getSize() > 0) {
                    entries.put(name, new Extent(in.path(), entry.getDataOffset(), entry.getSize()));
                }
                if (name.equals("data.pkl") || name.endsWith("/data.pkl")) {
                    pickle = name;
                }
            }
        } catch (FileSystemException unreadable) {
            throw unreadable;
        } catch (IOException | IllegalArgumentException malformed) {
            throw in.at("zip directory").fault(innermost(malformed), "a whole zip archive");
        }
        Extent program = pickle == null ? null : entries.get(pickle);
        if (program == null) {
            throw in.at("zip directory").fault("no data.pkl", "a PyTorch checkpoint");
        }
        in.seek(program.offset());
        long before = in.kept();
        Object root = Pickle.read(in.at("data.pkl"), program.length());
        long pickled = in.kept() - before;
        String folder = pickle.substring(0, pickle.length() - "data.pkl".length()) + "data/";
        List<Tensor> tensors = new TorchTensors(in, key -> entries.get(folder + key)).collect(root);
        in.release(pickled);
        return new Part(LABEL, tensors, List.of(in.path()), List.of());
    }

    /** PyTorch stores, it never compresses; what is compressed cannot be loaded by offset. */
    private static void requireInside(HeaderFile in, ZipArchiveEntry entry) throws ModelFaultException {
        long size = entry.getSize();
        long offset = entry.getDataOffset();
        if (entry.getMethod() != java.util.zip.ZipEntry.STORED && size > 0) {
            throw in.fault("compressed", "stored, as PyTorch writes it");
        }
        if (offset < 0 || size < 0 || offset > in.size() || size > in.size() - offset) {
            throw in.fault(size + " bytes at offset " + offset, "a range inside the file's " + in.size() + " bytes");
        }
    }

    /** The library wraps what it found, the file's path first. */
    private static String innermost(Exception malformed) {
        Throwable cause = malformed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** Magic number, protocol, system, object, list of storage keys; then each storage as a count and its elements. */
    private static Part readLegacy(HeaderFile in) throws IOException, ModelFaultException {
        long before = in.kept();
        Pickle.read(in.at("magic pickle"), in.remaining());
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
            in.keep(160);
            ElementType type = types.get(name);
            if (type == null) {
                throw in.at("storage", name).fault("no tensor uses it", "a storage of the object");
            }
            in.at("storage", name);
            long elements = in.i64();
            long bytes = Shapes.bytes(in, type, in.requireCount(elements, type.blockBytes()));
            if (bytes > 0) {
                storages.put(name, new Extent(in.path(), in.position(), bytes));
            }
            in.skip(bytes);
        }
        long pickled = in.kept() - before;
        List<Tensor> tensors = new TorchTensors(in, storages::get).collect(root);
        in.release(pickled);
        return new Part(LEGACY, tensors, List.of(in.path()), List.of());
    }
}
