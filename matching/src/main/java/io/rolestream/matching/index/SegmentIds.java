package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfileFeatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Reads ids, profiles and vectors of a segment's documents. Ids are read in the order of the documents. One thread. */
final class SegmentIds {
    private final LeafReader reader;
    private final BinaryDocValues ids;

    SegmentIds(LeafReader reader) throws IOException {
        this.reader = reader;
        this.ids = DocValues.getBinary(reader, IndexFields.ID);
    }

    String id(int document) throws IOException {
        if (!ids.advanceExact(document)) {
            throw new IllegalStateException("document " + document + " has no id");
        }
        BytesRef term = ids.binaryValue();
        return IdTerm.isHashed(term)
                ? profile(reader, document).id()
                : new String(term.bytes, term.offset, term.length, StandardCharsets.UTF_8);
    }

    static ProfileFeatures features(String id, BinaryDocValues features, int document) throws IOException {
        if (!features.advanceExact(document)) {
            throw new IllegalStateException("document " + document + " has no features");
        }
        BytesRef bytes = features.binaryValue();
        return ProfileCodec.decodeFeatures(id, bytes.bytes, bytes.offset, bytes.length);
    }

    static Profile profile(LeafReader reader, int document) throws IOException {
        BytesRef stored = reader.storedFields().document(document).getBinaryValue(IndexFields.PROFILE);
        return ProfileCodec.decode(stored.bytes, stored.offset, stored.length, new Vectors(reader).of(document));
    }

    /** Reads the vectors of documents, in their order. */
    static final class Vectors {
        private final BinaryDocValues scanned;
        private final @Nullable FloatVectorValues graph;

        Vectors(LeafReader reader) throws IOException {
            this.scanned = DocValues.getBinary(reader, IndexFields.VECTOR);
            this.graph = reader.getFloatVectorValues(IndexFields.GRAPH);
        }

        /** The vector of a document, or null if it has none. */
        float @Nullable [] of(int document) throws IOException {
            if (scanned.advanceExact(document)) {
                return IndexFields.vector(scanned.binaryValue());
            }
            if (graph == null) {
                return null;
            }
            int at = graph.docID() < document ? graph.advance(document) : graph.docID();
            return at == document ? graph.vectorValue().clone() : null;
        }
    }
}
