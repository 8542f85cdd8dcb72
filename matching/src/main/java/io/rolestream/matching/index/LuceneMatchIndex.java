package io.rolestream.matching.index;

import io.rolestream.common.files.FileException;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.vectors.VectorMath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * An index in Lucene, in memory or on disk.
 *
 * <p><b>What a search returns depends only on the profiles that it sees</b>: not on the order in which they came, on
 * segments, or on profiles that were removed, so that another process that read the same topics returns the same. Three
 * things make it so: statistics count live documents alone ({@link LiveSearcher}), scores are summed in one order
 * ({@link WordSearch}, {@link VectorMath}), and equal ones are ordered by id ({@link TopHits}). The graph is the
 * exception: above {@link IndexSettings#exactVectors} profiles, which candidates it finds depends on how it was built.
 * Their scores do not.
 *
 * <p><b>Threads.</b> One thread puts, removes, refreshes and commits. Searches run on any thread, on the view of the
 * last refresh. Lucene merges segments in the background.
 *
 * <p><b>Vectors.</b> A profile that comes while the index is at most at its limit stores its vector to be scanned;
 * later ones add it to the graph. Once the index is above the limit, each refresh moves some of the former to the
 * graph, so that growing never stops the index for the minutes that building a whole graph takes.
 *
 * <p>Methods throw {@link UncheckedIOException} with a message for people if the disk fails. The writer cannot be used
 * afterwards; opened again, the index continues from its last commit.
 */
public final class LuceneMatchIndex implements MatchIndex.OnDisk {
    private static final Path MEMORY = Path.of("memory");
    /** How many vectors a refresh moves to the graph; some tenths of a second. */
    private static final int MOVED_PER_REFRESH = 200;

    private final IndexSettings settings;
    private final String version;
    private final Path path;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private int dimensions;
    private int visible;
    private int putSinceRefresh;

    private LuceneMatchIndex(
            IndexWriter writer, Path path, IndexSettings settings, String version, Similarity similarity)
            throws IOException {
        this.writer = writer;
        this.directory = writer.getDirectory();
        this.path = path;
        this.settings = settings;
        this.version = version;
        this.searchers = new SearcherManager(writer, new Segments(similarity));
        this.visible = size();
        this.dimensions = storedDimensions();
    }

    /** An empty index in memory. */
    public static LuceneMatchIndex inMemory(IndexSettings settings) {
        try {
            Similarity similarity = similarity(settings);
            IndexWriter writer = IndexStorage.writer(new ByteBuffersDirectory(), settings, similarity);
            return new LuceneMatchIndex(writer, MEMORY, settings, "", similarity);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens an index on disk, or creates it. One that is damaged, or that another version or other settings made, is
     * emptied; {@link #committed} is then empty, and the caller reads its sources from the start.
     *
     * @param path of a directory that this process alone has open; created with missing parents, for this user only
     * @param version of what made the profiles, such as the skill vocabulary and the bi-encoder
     * @throws FileException if another process has it open, or it cannot be read or written
     */
    public static LuceneMatchIndex open(Path path, IndexSettings settings, String version) throws FileException {
        Similarity similarity = similarity(settings);
        String whole = "%d; %s; %s".formatted(ProfileCodec.FORMAT, settings.stored(), version);
        IndexWriter writer = IndexStorage.open(path, settings, similarity, whole);
        try {
            return new LuceneMatchIndex(writer, path, settings, whole, similarity);
        } catch (IOException e) {
            try {
                writer.rollback();
                writer.getDirectory().close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw FileException.of(path, e);
        }
    }

    private static Similarity similarity(IndexSettings settings) {
        return new BM25Similarity(settings.k1() * IndexFields.FREQUENCY_SCALE, settings.b());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the vector has other dimensions than those before, or not the length 1
     */
    @Override
    public void put(Profile profile) {
        float[] vector = profile.vector();
        if (vector != null) {
            VectorMath.check(vector, profile.id(), dimensions);
            dimensions = vector.length;
        }
        write(profile, Math.max(visible, putSinceRefresh) >= settings.exactVectors());
        putSinceRefresh++;
    }

    private void write(Profile profile, boolean graph) {
        BytesRef id = IdTerm.of(profile.id());
        change(() -> writer.updateDocument(
                new Term(IndexFields.ID, id), IndexFields.document(profile, id, settings, graph)));
    }

    @Override
    public void remove(String id) {
        change(() -> writer.deleteDocuments(new Term(IndexFields.ID, IdTerm.of(id))));
    }

    @Override
    public void refresh() {
        change(searchers::maybeRefreshBlocking);
        visible = size();
        putSinceRefresh = 0;
        if (visible > settings.exactVectors()) {
            scanned(MOVED_PER_REFRESH).forEach(profile -> write(profile, true));
        }
    }

    @Override
    public int size() {
        return searching(searcher -> searcher.getIndexReader().numDocs());
    }

    @Override
    public @Nullable Profile get(String id) {
        BytesRef term = IdTerm.of(id);
        Optional<Profile> found = searching(searcher -> {
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                int document = document(leaf.reader(), term);
                if (document >= 0) {
                    return Optional.of(SegmentIds.profile(leaf.reader(), document));
                }
            }
            return Optional.empty();
        });
        return found.orElse(null);
    }

    private static int document(LeafReader reader, BytesRef id) throws IOException {
        Terms terms = reader.terms(IndexFields.ID);
        TermsEnum found = terms == null ? null : terms.iterator();
        if (found == null || !found.seekExact(id)) {
            return -1;
        }
        Bits live = reader.getLiveDocs();
        PostingsEnum postings = found.postings(null, PostingsEnum.NONE);
        for (int doc = postings.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = postings.nextDoc()) {
            if (live == null || live.get(doc)) {
                return doc;
            }
        }
        return -1;
    }

    @Override
    public List<String> ids() {
        return searching(searcher -> {
            List<String> all = new ArrayList<>(searcher.getIndexReader().numDocs());
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                SegmentIds ids = new SegmentIds(leaf.reader());
                Bits live = leaf.reader().getLiveDocs();
                for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
                    if (live == null || live.get(doc)) {
                        all.add(ids.id(doc));
                    }
                }
            }
            return all;
        });
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the query's vector has other dimensions than the index
     */
    @Override
    public Hits search(Profile query, int depth, MatchFilter filter) {
        return searching(searcher ->
                Retrieval.of(searcher, settings, query, depth, filter).hits());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the query's vector has other dimensions than the index
     */
    @Override
    public Found find(Profile query, int depth, MatchFilter filter) {
        return searching(searcher ->
                Retrieval.of(searcher, settings, query, depth, filter).found());
    }

    @Override
    public void commit(Map<String, String> data) {
        change(() -> IndexStorage.commit(writer, version, data));
    }

    @Override
    public Map<String, String> committed() {
        return IndexStorage.committed(writer);
    }

    @Override
    public void clear() {
        change(() -> {
            writer.deleteAll();
            searchers.maybeRefreshBlocking();
        });
        visible = 0;
        putSinceRefresh = 0;
        dimensions = 0;
    }

    @Override
    public void purge() {
        change(() -> writer.forceMergeDeletes(false));
    }

    @Override
    public void close() {
        try {
            searchers.close();
            writer.rollback();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(FileException.of(path, e));
        }
    }

    /** Some profiles whose vectors are not in the graph. */
    private List<Profile> scanned(int most) {
        return searching(searcher -> {
            List<Profile> found = new ArrayList<>();
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                Bits live = leaf.reader().getLiveDocs();
                DocIdSetIterator documents = leaf.reader().getBinaryDocValues(IndexFields.VECTOR);
                while (documents != null
                        && found.size() < most
                        && documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                    if (live == null || live.get(documents.docID())) {
                        found.add(SegmentIds.profile(leaf.reader(), documents.docID()));
                    }
                }
            }
            return found;
        });
    }

    private int storedDimensions() {
        return searching(Retrieval::dimensions);
    }

    @FunctionalInterface
    private interface Change {
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface Search<T> {
        T in(LiveSearcher searcher) throws IOException;
    }

    private void change(Change change) {
        try {
            change.run();
        } catch (IOException | IllegalStateException e) {
            throw new UncheckedIOException(FileException.of(path, IndexStorage.cause(writer, e)));
        }
    }

    private <T> T searching(Search<T> search) {
        try {
            LiveSearcher searcher = (LiveSearcher) searchers.acquire();
            try {
                return search.in(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FileException.of(path, e));
        }
    }
}
