package dev.berth.profiler.preload;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.storage.ChunkPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Headers parsed while their model streams by: bytes that lie in a chunk come from its staging buffer, so that nothing
 * is read twice and the disk serves one sequential stream. What lies in no chunk, or has passed already, is read from
 * the file.
 */
final class StreamedHeaders implements HeaderSource {
    private final ChunkStream stream;

    StreamedHeaders(ChunkStream stream) {
        this.stream = stream;
    }

    @Override
    public Bytes open(Path path) throws IOException {
        Bytes file = FILES.open(path);
        int index = stream.plan().files().indexOf(path.toRealPath());
        return index < 0 ? file : new StreamedBytes(file, index);
    }

    private final class StreamedBytes implements Bytes {
        private final Bytes file;
        private final int index;

        StreamedBytes(Bytes file, int index) {
            this.file = file;
            this.index = index;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            ChunkPlan plan = stream.plan();
            int chunk = plan.chunkAt(index, position);
            return chunk >= 0 && stream.isAhead(chunk)
                    ? stream.peek(chunk, (int) (position - plan.chunk(chunk).offset()), target)
                    : file.read(target, position);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
