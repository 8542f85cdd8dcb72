package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.terms.ProfileTerms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Finds the profiles that share telling words with one of the other side, by a query of few words. A whole resume as a
 * query drowns its skills in common words, so a query takes the words of title and skills first, and of the body those
 * that tell most: by weight and rarity, as Lucene's {@code MoreLikeThis} does. Equally telling words are ordered
 * alphabetically, so that the query does not depend on anything but the profile and the statistics.
 */
final class WordSearch {
    /** So many different words are looked up in the index; a text of ten thousand has its most frequent looked up. */
    private static final int MAX_LOOKUPS = 600;

    /** Words of the body that fewer profiles have are names and typing errors, and tell nothing, however rare. */
    private static final int MIN_FREQUENCY = 3;
    /** In a small index, words that tell something are as rare. */
    private static final int PROFILES_PER_FREQUENCY = 200;

    /** @param states where the word is in each segment */
    private record Word(String text, double weight, double telling, TermStates states) {}

    private final LiveSearcher searcher;
    private final Accepted accepted;
    private final IndexSettings settings;
    private final TopHits top;

    WordSearch(LiveSearcher searcher, Accepted accepted, IndexSettings settings, TopHits top) {
        this.searcher = searcher;
        this.accepted = accepted;
        this.settings = settings;
        this.top = top;
    }

    // One thread collects all segments, so a manager of collectors has nothing to manage.
    @SuppressWarnings("deprecation")
    void run(Profile profile) throws IOException {
        Query query = query(profile);
        if (query != null) {
            searcher.search(query, new Collector(top, accepted));
        }
    }

    /** The query, or null if no live document has any of the words. */
    private @Nullable Query query(Profile profile) throws IOException {
        Map<String, Double> weights = ProfileTerms.query(profile, settings.query());
        Set<String> main = ProfileTerms.main(profile, settings.query());
        List<Map.Entry<String, Double>> candidates = new ArrayList<>(weights.entrySet());
        candidates.sort(Comparator.comparing((Map.Entry<String, Double> e) -> !main.contains(e.getKey()))
                .thenComparing(Map.Entry.<String, Double>comparingByValue().reversed()));
        List<Word> words = new ArrayList<>();
        long rarest = Math.min(MIN_FREQUENCY, 1 + searcher.documents() / PROFILES_PER_FREQUENCY);
        candidates = candidates.subList(0, Math.min(MAX_LOOKUPS, candidates.size()));
        Map<String, TermStates> found =
                searcher.find(candidates.stream().map(Map.Entry::getKey).toList());
        for (Map.Entry<String, Double> entry : candidates) {
            TermStates states = found.get(entry.getKey());
            if (states != null && states.docFreq() >= (main.contains(entry.getKey()) ? 1 : rarest)) {
                double telling = entry.getValue() * idf(states.docFreq());
                words.add(new Word(entry.getKey(), entry.getValue(), telling, states));
            }
        }
        words.sort(Comparator.comparingDouble(Word::telling).reversed().thenComparing(Word::text));
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        int taken = 0;
        int ofBody = 0;
        for (Word word : words) {
            boolean bodyOnly = !main.contains(word.text);
            if (taken == settings.maxTerms() || (bodyOnly && ofBody == settings.bodyTerms())) {
                continue;
            }
            taken++;
            ofBody += bodyOnly ? 1 : 0;
            TermQuery term = new TermQuery(new Term(IndexFields.TERMS, word.text), word.states);
            query.add(new BoostQuery(term, (float) word.weight), Occur.SHOULD);
        }
        return taken == 0 ? null : query.build();
    }

    /** As BM25 has it. */
    private double idf(int frequency) {
        return Math.log(1 + (searcher.documents() - frequency + 0.5) / (frequency + 0.5));
    }

    /** Collects the best documents by score, then by id; lets Lucene skip those that cannot be among them. */
    private static final class Collector extends SimpleCollector {
        private final TopHits top;
        private final Accepted accepted;
        private @Nullable Bits bits;
        private @Nullable SegmentIds ids;
        private @Nullable Scorable scorer;
        private int docBase;

        Collector(TopHits top, Accepted accepted) {
            this.top = top;
            this.accepted = accepted;
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.TOP_SCORES;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            bits = accepted.of(context);
            ids = new SegmentIds(context.reader());
            docBase = context.docBase;
        }

        @Override
        public void setScorer(Scorable scorable) throws IOException {
            scorer = scorable;
            raise();
        }

        @Override
        public void collect(int document) throws IOException {
            if (scorer == null || ids == null || (bits != null && !bits.get(document))) {
                return;
            }
            float score = scorer.score();
            if (top.competes(score)) {
                top.add(ids.id(document), score, docBase + document);
                raise();
            }
        }

        /** Equal scores still compete by their ids, so the least competitive score is the worst of those kept. */
        private void raise() throws IOException {
            if (scorer != null && top.isFull() && top.worst() > 0) {
                scorer.setMinCompetitiveScore(top.worst());
            }
        }
    }
}
