package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.terms.ProfileTerms;
import io.rolestream.matching.terms.TermCountStream;
import io.rolestream.matching.terms.TextTerms;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** A profile as a document, and the names of its fields. */
final class IndexFields {
    static final String ID = "id";
    static final String PROFILE = "profile";
    /** What a profile is scored by, apart from the rest, since a search reads it of a thousand documents. */
    static final String FEATURES = "features";

    static final String TERMS = "terms";
    /** The sum of the frequencies of a document's terms. */
    static final String LENGTH = "length";
    /** Until when a job is open, in {@linkplain #nanos nanoseconds}. */
    static final String OPEN_UNTIL = "openUntil";

    static final String LOCATION = "location";
    static final String REMOTE = "remote";
    /** A vector that is scanned. */
    static final String VECTOR = "vector";
    /** A vector in the graph. A document has this or the other. */
    static final String GRAPH = "graph";

    /** Weighted frequencies are stored as whole numbers of this part. */
    static final int FREQUENCY_SCALE = 8;

    private static final int MAX_FREQUENCY = 100_000;
    private static final FieldType TERMS_TYPE = new FieldType();

    static {
        TERMS_TYPE.setTokenized(true);
        TERMS_TYPE.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        TERMS_TYPE.freeze();
    }

    private IndexFields() {}

    static Document document(Profile profile, BytesRef id, IndexSettings settings, boolean graph) {
        Document document = new Document();
        document.add(new StringField(ID, id, Field.Store.NO));
        document.add(new BinaryDocValuesField(ID, id));
        document.add(new StoredField(PROFILE, ProfileCodec.encode(profile)));
        document.add(new BinaryDocValuesField(FEATURES, new BytesRef(ProfileCodec.encodeFeatures(profile))));
        addTerms(document, profile, settings);
        Instant until = profile.openUntil();
        document.add(new LongPoint(OPEN_UNTIL, until == null ? Long.MAX_VALUE : nanos(until)));
        String location = profile.location();
        if (location != null) {
            for (String term : new HashSet<>(TextTerms.of(location))) {
                document.add(new StringField(LOCATION, term, Field.Store.NO));
            }
        }
        Boolean remote = profile.remote();
        if (remote != null) {
            document.add(new StringField(REMOTE, remote.toString(), Field.Store.NO));
        }
        float[] vector = profile.vector();
        if (vector != null) {
            document.add(
                    graph
                            ? new KnnFloatVectorField(GRAPH, vector, VectorSimilarityFunction.DOT_PRODUCT)
                            : new BinaryDocValuesField(VECTOR, new BytesRef(bytes(vector))));
        }
        return document;
    }

    private static void addTerms(Document document, Profile profile, IndexSettings settings) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        ProfileTerms.frequencies(profile, settings.document()).forEach((term, frequency) -> {
            long scaled = Math.round(frequency * FREQUENCY_SCALE);
            if (scaled > 0) {
                counts.put(term, (int) Math.min(scaled, MAX_FREQUENCY));
            }
        });
        if (!counts.isEmpty()) {
            document.add(new Field(TERMS, new TermCountStream(counts), TERMS_TYPE));
            document.add(new NumericDocValuesField(
                    LENGTH,
                    counts.values().stream().mapToLong(Integer::longValue).sum()));
        }
    }

    /** Nanoseconds since 1970; times before 1677 or after 2262 are the least or greatest value. */
    static long nanos(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    static byte[] bytes(float[] vector) {
        ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(vector);
        return buffer.array();
    }

    static float[] vector(BytesRef bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(vector);
        return vector;
    }
}
