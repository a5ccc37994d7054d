package dev.berth.profiler.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a 64-bit little-endian ELF file asks of the machine it runs on, as its dynamic section says (System V ABI,
 * "Dynamic Linking"; GNU symbol versions as in the Linux Standard Base).
 *
 * @param libraries names of shared libraries it needs, as {@code libz.so.1}
 * @param versions symbol versions it needs, as {@code GLIBC_2.34}
 */
record ElfNeeds(Set<String> libraries, Set<String> versions) {
    private static final int MAGIC = 0x464c457f;
    private static final int MACHINE_OFFSET = 18;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_VERNEED = 0x6ffffffeL;
    private static final long DT_VERNEEDNUM = 0x6fffffffL;

    private record Segment(int type, long offset, long address, long length) {}

    static boolean isElf(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            return head.length == 4
                    && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt() == MAGIC;
        }
    }

    /** The kind of machine an ELF file is for, as elf.h numbers them. */
    static int machine(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(MACHINE_OFFSET + Short.BYTES);
            return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getShort(MACHINE_OFFSET);
        }
    }

    static ElfNeeds of(Path file) throws IOException {
        ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Segment> segments = segments(elf);
        Set<String> libraries = new TreeSet<>();
        Set<String> versions = new TreeSet<>();
        Map<Long, Long> single = new HashMap<>();
        List<Long> needed = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.type == PT_DYNAMIC) {
                for (long at = segment.offset; elf.getLong((int) at) != 0; at += 16) {
                    long tag = elf.getLong((int) at);
                    long value = elf.getLong((int) at + 8);
                    if (tag == DT_NEEDED) {
                        needed.add(value);
                    }
                    single.put(tag, value);
                }
            }
        }
        if (single.containsKey(DT_STRTAB)) {
            long strings = fileOffset(segments, single.get(DT_STRTAB));
            needed.forEach(name -> libraries.add(text(elf, strings + name)));
            if (single.containsKey(DT_VERNEED)) {
                long at = fileOffset(segments, single.get(DT_VERNEED));
                addVersions(elf, at, single.get(DT_VERNEEDNUM), strings, versions);
            }
        }
        return new ElfNeeds(libraries, versions);
    }

    private static List<Segment> segments(ByteBuffer elf) {
        long table = elf.getLong(32);
        int entryBytes = elf.getShort(54);
        int count = elf.getShort(56);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = (int) table + i * entryBytes;
            segments.add(new Segment(elf.getInt(at), elf.getLong(at + 8), elf.getLong(at + 16), elf.getLong(at + 32)));
        }
        return segments;
    }

    private static void addVersions(ByteBuffer elf, long start, long count, long strings, Set<String> versions) {
        int at = (int) start;
        for (long i = 0; i < count; i++) {
            int auxiliaries = elf.getShort(at + 2);
            int auxiliary = at + elf.getInt(at + 8);
            for (int k = 0; k < auxiliaries; k++) {
                versions.add(text(elf, strings + elf.getInt(auxiliary + 8)));
                auxiliary += elf.getInt(auxiliary + 12);
            }
            at += elf.getInt(at + 12);
        }
    }

    private static long fileOffset(List<Segment> segments, long address) {
        return segments.stream()
                .filter(it -> it.type == PT_LOAD && address >= it.address && address < it.address + it.length)
                .map(it -> it.offset + address - it.address)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no segment holds address=" + address));
    }

    private static String text(ByteBuffer elf, long start) {
        int end = (int) start;
        while (elf.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - (int) start];
        elf.get((int) start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
