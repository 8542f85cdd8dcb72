package io.rolestream.matching.index;

import io.rolestream.common.files.FileException;
import io.rolestream.common.files.PrivateFiles;
import io.rolestream.matching.vectors.VectorPrecision;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.ThreadInterruptedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the files of an index, and begins anew where they are damaged or of another version. */
final class IndexStorage {
    private static final Logger LOG = LoggerFactory.getLogger(IndexStorage.class);
    private static final String VERSION = "rolestream.version";
    private static final String DATA = "data.";
    private static final int BUFFER_MB = 64;

    private IndexStorage() {}

    /** The writer of a directory that this process alone has open. What it holds is whole and of the version. */
    static IndexWriter open(Path path, IndexSettings settings, Similarity similarity, String version)
            throws FileException {
        try {
            PrivateFiles.directory(path);
            Directory directory = FSDirectory.open(path);
            try {
                return open(directory, path, settings, similarity, version);
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (LockObtainFailedException e) {
            throw new FileException(
                    path, "another process has this index open; end it, or choose another directory", e);
        } catch (IOException e) {
            throw FileException.of(path, e);
        }
    }

    private static IndexWriter open(
            Directory directory, Path path, IndexSettings settings, Similarity similarity, String version)
            throws IOException {
        IndexWriter writer;
        try {
            writer = writer(directory, settings, similarity);
            check(writer);
        } catch (IOException | RuntimeException e) {
            if (!isDamage(e)) {
                throw e;
            }
            LOG.warn("the index in {} is damaged and is built again: {}", path, e.getMessage());
            clear(directory);
            return writer(directory, settings, similarity);
        }
        String found = data(writer).get(VERSION);
        if ((writer.getDocStats().numDocs > 0 || found != null) && !version.equals(found)) {
            LOG.info(
                    "the index in {} was made by another version and is built again: {}, now {}", path, found, version);
            writer.deleteAll();
            writer.setLiveCommitData(Map.of(VERSION, version).entrySet());
            writer.commit();
        }
        return writer;
    }

    static IndexWriter writer(Directory directory, IndexSettings settings, Similarity similarity) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig();
        config.setSimilarity(similarity);
        config.setRAMBufferSizeMB(BUFFER_MB);
        config.setCommitOnClose(false);
        config.setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(0)); // for purge()
        config.setCodec(codec(settings.precision()));
        return new IndexWriter(directory, config);
    }

    private static Codec codec(VectorPrecision precision) {
        KnnVectorsFormat vectors = precision == VectorPrecision.FP32
                ? new Lucene99HnswVectorsFormat()
                : new Lucene99HnswScalarQuantizedVectorsFormat();
        return new Lucene912Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        };
    }

    /** Compares all checksums; closes the writer if one is wrong. */
    private static void check(IndexWriter writer) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                ((CodecReader) leaf.reader()).checkIntegrity();
            }
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    private static boolean isDamage(Exception error) {
        return error instanceof CorruptIndexException
                || error instanceof IndexFormatTooOldException
                || error instanceof IndexFormatTooNewException
                || error instanceof EOFException
                || error instanceof FileNotFoundException
                || error instanceof NoSuchFileException
                || (error instanceof RuntimeException && !(error instanceof ThreadInterruptedException));
    }

    private static void clear(Directory directory) throws IOException {
        for (String file : directory.listAll()) {
            if (file.startsWith(IndexFileNames.SEGMENTS)
                    || file.startsWith(IndexFileNames.PENDING_SEGMENTS)
                    || IndexFileNames.CODEC_FILE_PATTERN.matcher(file).matches()) {
                directory.deleteFile(file);
            }
        }
    }

    /** Makes all changes durable, together with a caller's data. */
    static void commit(IndexWriter writer, String version, Map<String, String> data) throws IOException {
        Map<String, String> all = new TreeMap<>();
        data.forEach((key, value) -> all.put(DATA + key, value));
        all.put(VERSION, version);
        writer.setLiveCommitData(all.entrySet());
        writer.commit();
    }

    /** The caller's data of the last commit. */
    static Map<String, String> committed(IndexWriter writer) {
        Map<String, String> data = new TreeMap<>();
        data(writer).forEach((key, value) -> {
            if (key.startsWith(DATA)) {
                data.put(key.substring(DATA.length()), value);
            }
        });
        return Map.copyOf(data);
    }

    private static Map<String, String> data(IndexWriter writer) {
        Map<String, String> data = new HashMap<>();
        Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
        if (live != null) {
            live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        return data;
    }

    /** The error behind a writer that closed itself, such as a full disk. */
    static IOException cause(IndexWriter writer, Exception error) {
        if (writer.getTragicException() instanceof IOException tragic) {
            return tragic;
        }
        return error instanceof IOException io ? io : new IOException(error.getMessage(), error);
    }
}
