package io.rolestream.matching.index;

import io.rolestream.matching.terms.TextTerms;
import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** The documents that a filter accepts, computed once for all ways of a search. One thread. */
final class Accepted {
    private final @Nullable Query query;
    private final @Nullable Weight weight;
    private final @Nullable Bits[] bits;

    Accepted(IndexSearcher searcher, MatchFilter filter) throws IOException {
        this.query = query(filter);
        this.weight =
                query == null ? null : searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        this.bits = new Bits[searcher.getIndexReader().leaves().size()];
    }

    /** The filter as a query, or null if all are accepted. */
    @Nullable
    Query query() {
        return query;
    }

    /** Which documents of a segment are live and accepted; any thread may ask. */
    IntPredicate in(LeafReaderContext leaf) throws IOException {
        Bits live = leaf.reader().getLiveDocs();
        Bits all = bits(leaf);
        if (live == null) {
            return all == null ? doc -> true : all::get;
        }
        return all == null ? live::get : doc -> live.get(doc) && all.get(doc);
    }

    /** The accepted documents of a segment, or null if all are. Deleted documents may be among them. */
    private @Nullable Bits bits(LeafReaderContext leaf) throws IOException {
        if (weight == null) {
            return null;
        }
        Bits known = bits[leaf.ord];
        if (known == null) {
            FixedBitSet set = new FixedBitSet(leaf.reader().maxDoc());
            Scorer scorer = weight.scorer(leaf);
            if (scorer != null) {
                set.or(scorer.iterator());
            }
            known = set;
            bits[leaf.ord] = known;
        }
        return known;
    }

    private static @Nullable Query query(MatchFilter filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (filter.openAt() != null) {
            long at = IndexFields.nanos(filter.openAt());
            all.add(
                    LongPoint.newRangeQuery(IndexFields.OPEN_UNTIL, at == Long.MAX_VALUE ? at : at + 1, Long.MAX_VALUE),
                    Occur.FILTER);
        }
        if (filter.location() != null) {
            BooleanQuery.Builder here = new BooleanQuery.Builder();
            List<String> words = TextTerms.of(filter.location());
            for (String word : words) {
                here.add(term(IndexFields.LOCATION, word), Occur.FILTER);
            }
            all.add(
                    new BooleanQuery.Builder()
                            .add(here.build(), Occur.SHOULD)
                            .add(term(IndexFields.REMOTE, "true"), Occur.SHOULD)
                            .build(),
                    Occur.FILTER);
        }
        if (filter.remote() != null) {
            all.add(term(IndexFields.REMOTE, filter.remote().toString()), Occur.FILTER);
        }
        BooleanQuery built = all.build();
        return built.clauses().isEmpty() ? null : new ConstantScoreQuery(built);
    }

    private static Query term(String field, String value) {
        return new TermQuery(new Term(field, value));
    }
}
