package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.WeightFormat;
import dev.berth.profiler.model.count.Storage;
import dev.berth.profiler.model.folder.WeightSet.Announced;
import dev.berth.profiler.model.folder.WeightSet.Kind;
import dev.berth.profiler.model.gguf.GgufFormat;
import dev.berth.profiler.model.header.JsonText;
import dev.berth.profiler.model.header.NumberedShard;
import dev.berth.profiler.model.header.ShardIndex;
import dev.berth.profiler.model.header.Siblings;
import dev.berth.profiler.model.header.StandIn;
import dev.berth.profiler.model.onnx.OnnxFormat;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What lies in one folder, sorted by what it is to a loader; names and first bytes are looked at, headers are not.
 *
 * @param folder the folder
 * @param files regular files and links to such by name, without what systems leave behind
 * @param folders folders and links to such by name, likewise
 * @param sets weights, in the order of their main files
 * @param sameFiles files that are another name of one in a set, to that one
 * @param companions files beside the weights that loaders read
 * @param projectors sets that llama.cpp loads with a model
 * @param stems of GGUF models, projectors apart
 * @param faults of what bears the name of a file beside the weights and is none
 */
record FolderContents(
        Path folder,
        List<Path> files,
        List<Path> folders,
        List<WeightSet> sets,
        Map<Path, Path> sameFiles,
        List<Path> companions,
        List<WeightSet> projectors,
        Set<String> stems,
        List<ModelFault> faults) {
    static FolderContents of(Path folder) throws IOException, ModelFaultException {
        List<Path> files = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        List<Path> unusable = new ArrayList<>();
        for (Path child : Folders.children(folder)) {
            String name = child.getFileName().toString();
            if (Files.isDirectory(child)) {
                if (!ModelFiles.junkFolder(name) && !Folders.hubInternal(child)) {
                    folders.add(child);
                }
            } else if (!ModelFiles.junk(name)) {
                (Files.isRegularFile(child) ? files : unusable).add(child);
            }
        }
        Map<Path, Path> same = new LinkedHashMap<>();
        List<WeightSet> sets = new Collector(files, unusable, same).sets();
        List<ModelFault> faults = new ArrayList<>();
        for (Path child : unusable) {
            if (WeightFormats.named(child).isEmpty()
                    && ModelFiles.companion(child.getFileName().toString())) {
                faults.add(unusable(child));
            }
        }
        Map<Boolean, List<WeightSet>> byRole = sets.stream()
                .filter(set -> set.format() instanceof GgufFormat)
                .collect(Collectors.partitioningBy(FolderRule::isProjector));
        return new FolderContents(
                folder,
                List.copyOf(files),
                List.copyOf(folders),
                sets,
                same,
                companions(files, sets),
                byRole.get(true),
                byRole.get(false).stream().map(WeightSet::stem).collect(Collectors.toSet()),
                List.copyOf(faults));
    }

    private static List<Path> companions(List<Path> files, List<WeightSet> sets) {
        Set<Path> weights = new HashSet<>();
        sets.forEach(set -> weights.addAll(set.files()));
        return files.stream()
                .filter(file -> {
                    String name = file.getFileName().toString();
                    return ModelFiles.companion(name) && !ModelFiles.trainingState(name) && !weights.contains(file);
                })
                .toList();
    }

    /** Files of all sets, other names of theirs included. */
    Set<Path> weights() {
        Set<Path> weights = new HashSet<>(sameFiles.keySet());
        sets.forEach(set -> weights.addAll(set.files()));
        return weights;
    }

    /** Why a path that is neither a file nor a folder, nor leads to one, cannot be opened. */
    static ModelFault unusable(Path path) {
        if (!Files.isSymbolicLink(path) || Files.exists(path)) {
            return new ModelFault(
                    path, "path", "a pipe, socket or device", "a file or folder", "put the file in its place");
        }
        String value;
        try {
            value = "leads to " + Files.readSymbolicLink(path) + ", which " + whyUnreachable(path);
        } catch (IOException unreadable) {
            value = "leads to a place that cannot be read";
        }
        return new ModelFault(path, "link", value, "a file", "remove it or fetch what it led to");
    }

    private static String whyUnreachable(Path link) throws IOException {
        try {
            boolean file = Files.readAttributes(link, BasicFileAttributes.class).isRegularFile();
            return file ? "was not there when it was looked for" : "is no file";
        } catch (NoSuchFileException gone) {
            return "does not exist";
        } catch (FileSystemException circle) {
            return "cannot be reached: " + circle.getReason();
        }
    }

    boolean has(String name) {
        return files.contains(folder.resolve(name));
    }

    /** Groups weights files into sets. */
    private static final class Collector {
        private final List<Path> files;
        private final List<Path> unusable;
        private final Map<Path, Path> same;
        private final Map<Path, WeightFormat> formats = new TreeMap<>();
        private final Map<Path, ModelFault> faults = new HashMap<>();
        private final Set<Path> claimed = new LinkedHashSet<>();
        private final List<WeightSet> sets = new ArrayList<>();

        Collector(List<Path> files, List<Path> unusable, Map<Path, Path> same) {
            this.files = files;
            this.unusable = unusable;
            this.same = same;
        }

        List<WeightSet> sets() throws IOException {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if ((ModelFiles.trainingState(name) && !published(file)) || ModelFiles.voices(name)) {
                    continue;
                }
                formatOf(file).ifPresent(found -> formats.put(file, found));
            }
            indices();
            numbered();
            singles();
            pipeline();
            graphs();
            sets.sort(Comparator.comparing(WeightSet::main));
            return List.copyOf(sets);
        }

        /**
         * Whether a model bears DeepSpeed's name for one of its ranks, as some are published, and no state is there.
         */
        private boolean published(Path file) {
            return ModelFiles.rank(file.getFileName().toString())
                    && files.stream()
                            .map(other -> other.getFileName().toString())
                            .noneMatch(other -> ModelFiles.trainingState(other) && !ModelFiles.rank(other))
                    && !file.getParent().getFileName().toString().startsWith("global_step");
        }

        /** A file that cannot be read is a fault where its name says that it holds weights. */
        private Optional<WeightFormat> formatOf(Path file) throws IOException {
            Optional<WeightFormat> named = WeightFormats.named(file);
            try {
                if (named.isPresent()) {
                    Optional<ModelFault> fault = StandIn.fault(file);
                    if (fault.isPresent()) {
                        faults.put(file, fault.get());
                        return named;
                    }
                }
                return WeightFormats.of(file);
            } catch (AccessDeniedException denied) {
                faults.put(file, new ModelFault(file, "access", "denied", "a readable file", "check its permissions"));
                return named;
            }
        }

        private static boolean isIndex(WeightFormat format) {
            return !format.container().equals(format);
        }

        private void indices() throws IOException {
            if (formats.values().stream().noneMatch(Collector::isIndex)) {
                return;
            }
            Map<List<Object>, List<Path>> numbered = new HashMap<>();
            formats.forEach((file, format) -> {
                if (NumberedShard.of(file).isPresent()) {
                    numbered.computeIfAbsent(List.of(WeightName.of(file).label(), format), key -> new ArrayList<>())
                            .add(file);
                }
            });
            for (Map.Entry<Path, WeightFormat> entry : formats.entrySet()) {
                Path index = entry.getKey();
                if (!isIndex(entry.getValue())) {
                    continue;
                }
                WeightName name = WeightName.of(index);
                Set<Path> belongs = new LinkedHashSet<>(List.of(index));
                if (!faults.containsKey(index)) {
                    for (String shard : ShardIndex.names(index)) {
                        belongs.add(index.resolveSibling(shard).normalize());
                    }
                }
                // A file that is whole by its name needs no index, though mlx-lm writes one.
                Path whole = index.resolveSibling(index.getFileName().toString().replaceFirst("\\.index.*", ""));
                // Shards of its name that the index does not reach, because it is damaged, are no models either.
                belongs.addAll(numbered.getOrDefault(
                        List.of(name.label(), entry.getValue().container()), List.of()));
                claimed.addAll(belongs);
                claimed.remove(whole);
                add(name, Kind.INDEX, List.of(index), entry.getValue(), belongs, fault(List.of(index)));
            }
        }

        private void numbered() {
            Map<List<Object>, List<Path>> groups = new LinkedHashMap<>();
            for (Path file : formats.keySet()) {
                if (!claimed.contains(file)) {
                    NumberedShard.of(file)
                            .ifPresent(shard -> groups.computeIfAbsent(shard.group(), key -> new ArrayList<>())
                                    .add(file));
                }
            }
            for (List<Path> present : groups.values()) {
                Path first = present.get(0);
                claimed.addAll(present);
                List<Path> whole = formats.get(first).readsShards() ? List.of(first) : present;
                Optional<ModelFault> missing =
                        NumberedShard.of(first).orElseThrow().missing(new HashSet<>(present));
                add(
                        WeightName.of(first),
                        Kind.SHARDS,
                        whole,
                        formats.get(first),
                        present,
                        missing.or(() -> fault(present)));
            }
        }

        private void singles() throws IOException {
            Map<Object, Path> identities = new HashMap<>();
            for (Path file : formats.keySet()) {
                if (claimed.contains(file)) {
                    identities.putIfAbsent(Storage.identity(file), file);
                }
            }
            // Of several names of one file the one that loaders look for stands.
            List<Path> ordered = formats.keySet().stream()
                    .sorted(Comparator.comparing((Path file) -> !FolderRule.isSavedName(file)))
                    .toList();
            for (Path file : ordered) {
                if (claimed.contains(file)) {
                    continue;
                }
                Path other = identities.putIfAbsent(Storage.identity(file), file);
                if (other == null || Files.size(file) == 0) {
                    add(
                            WeightName.of(file),
                            Kind.SINGLE,
                            List.of(file),
                            formats.get(file),
                            List.of(file),
                            fault(List.of(file)));
                } else {
                    same.put(file, other);
                }
            }
            for (Path path : unusable) {
                Optional<WeightFormat> format = WeightFormats.named(path);
                if (format.isPresent() && !claimed.contains(path)) {
                    add(
                            WeightName.of(path),
                            Kind.SINGLE,
                            List.of(path),
                            format.get(),
                            List.of(path),
                            Optional.of(unusable(path)));
                }
            }
        }

        /** ONNX Runtime GenAI works with the graphs that its configuration names, several as one model. */
        private void pipeline() throws IOException {
            Optional<Path> config = files.stream()
                    .filter(file -> file.endsWith("genai_config.json"))
                    .findFirst();
            Set<String> names = config.isPresent() ? graphNames(config.get()) : Set.of();
            if (names.size() < 2) {
                return;
            }
            Map<String, Announced> announced = new LinkedHashMap<>();
            Set<Path> belongs = new LinkedHashSet<>();
            Optional<ModelFault> fault = Optional.empty();
            for (WeightSet graph : List.copyOf(sets)) {
                if (names.remove(graph.main().getFileName().toString())) {
                    announced.putAll(graph.parts());
                    belongs.addAll(graph.files());
                    fault = fault.or(graph::fault);
                    sets.remove(graph);
                }
            }
            if (!names.isEmpty()) {
                String missing = names.iterator().next();
                fault = Optional.of(Siblings.missing(config.get(), "filename", missing));
            }
            if (!announced.isEmpty()) {
                sets.add(new WeightSet("model", Optional.empty(), Kind.GRAPHS, announced, belongs, fault));
            }
        }

        /** Graphs of each {@code filename} below {@code model}; none where the file cannot be read. */
        private static Set<String> graphNames(Path config) throws IOException {
            Set<String> names = new TreeSet<>();
            try {
                names.addAll(
                        JsonText.file(config, HeaderSource.FILES).path("model").findValuesAsText("filename"));
            } catch (ModelFaultException noJson) {
                // Then it names none.
            }
            names.removeIf(name -> !name.endsWith(".onnx"));
            return names;
        }

        /**
         * Optimum and Transformers.js export some models as several graphs that work as one; a precision that has not
         * all of them works with those that are there in one other.
         */
        private void graphs() {
            Map<Optional<String>, Map<String, WeightSet>> byVariant = new LinkedHashMap<>();
            Set<String> roles = new LinkedHashSet<>();
            for (WeightSet set : List.copyOf(sets)) {
                if (set.kind() == Kind.SINGLE && set.format() instanceof OnnxFormat && OnnxGraphs.isPart(set.stem())) {
                    byVariant
                            .computeIfAbsent(set.variant(), key -> new LinkedHashMap<>())
                            .put(set.stem(), set);
                    roles.add(set.stem());
                }
            }
            if (OnnxGraphs.loaded(roles, roles).size() < 2) {
                return;
            }
            Set<Set<Path>> distinct = new HashSet<>();
            byVariant.forEach((variant, own) -> {
                Map<String, Announced> announced = new LinkedHashMap<>();
                Set<Path> belongs = new LinkedHashSet<>();
                Optional<ModelFault> fault = Optional.empty();
                for (String role : OnnxGraphs.loaded(own.keySet(), roles)) {
                    WeightSet part = own.containsKey(role) ? own.get(role) : elsewhere(byVariant, role);
                    announced.putAll(part.parts());
                    belongs.addAll(part.files());
                    fault = fault.or(part::fault);
                    sets.remove(part);
                }
                if (distinct.add(belongs)) {
                    sets.add(new WeightSet("model", variant, Kind.GRAPHS, announced, belongs, fault));
                }
            });
        }

        /** A part in the plain precision, else in the first that has it. */
        private static WeightSet elsewhere(Map<Optional<String>, Map<String, WeightSet>> byVariant, String role) {
            WeightSet plain = byVariant.getOrDefault(Optional.empty(), Map.of()).get(role);
            return plain != null
                    ? plain
                    : byVariant.values().stream()
                            .filter(parts -> parts.containsKey(role))
                            .findFirst()
                            .orElseThrow()
                            .get(role);
        }

        private Optional<ModelFault> fault(Collection<Path> of) {
            return of.stream().filter(faults::containsKey).map(faults::get).findFirst();
        }

        private void add(
                WeightName name,
                Kind kind,
                List<Path> read,
                WeightFormat format,
                Collection<Path> belongs,
                Optional<ModelFault> fault) {
            sets.add(new WeightSet(
                    name.stem(),
                    name.variant(),
                    kind,
                    Map.of(name.label(), new Announced(read, format)),
                    new LinkedHashSet<>(belongs),
                    fault));
        }
    }

    /** Bytes of a file, 0 where it is gone. */
    static long bytes(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).size();
        } catch (IOException gone) {
            return 0;
        }
    }
}
