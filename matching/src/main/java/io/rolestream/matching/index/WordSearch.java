package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.terms.ProfileTerms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.similarities.Similarity.SimScorer;
import org.apache.lucene.util.BytesRef;

/**
 * Finds the profiles that share telling words with one of the other side, by a query of few words. A whole resume as a
 * query drowns its skills in common words, so a query takes the words of title and skills first, and of the body those
 * that tell most: by weight and rarity, as Lucene's {@code MoreLikeThis} does. Equally telling words are ordered
 * alphabetically, so that the query does not depend on anything but the profile and the statistics.
 *
 * <p>Every document that has one of the words is scored, word by word. Lucene's own search goes from document to
 * document and skips those that cannot be among the best, but takes three times as long for the best thousand by some
 * dozens of words. A score is summed in the order of the query, so that it has the same bits in any segment.
 */
final class WordSearch {
    /** So many different words are looked up in the index; a text of ten thousand has its most frequent looked up. */
    private static final int MAX_LOOKUPS = 600;

    /** Words of the body that fewer profiles have are names and typing errors, and tell nothing, however rare. */
    private static final int MIN_FREQUENCY = 3;
    /** In a small index, words that tell something are as rare. */
    private static final int PROFILES_PER_FREQUENCY = 200;
    /** So many documents are summed at a time: their sums fit into a processor's cache. */
    static final int WINDOW = 1 << 15;

    /** @param states where the word is in each segment */
    private record Word(BytesRef text, double weight, double telling, TermStates states) {}

    /** The postings of a word in a segment, and how they are scored. */
    private record Postings(PostingsEnum documents, SimScorer scorer) {
        /**
         * Adds the scores of the documents from one to another, which is not included.
         *
         * @return whether there are any
         */
        boolean add(float[] sums, int from, int end, byte[] norms) throws IOException {
            int first = documents.docID();
            for (int doc = first; doc < end; doc = documents.nextDoc()) {
                sums[doc - from] += scorer.score(documents.freq(), norms[doc]);
            }
            return first < end;
        }
    }

    private final LiveSearcher searcher;
    private final Accepted accepted;
    private final IndexSettings settings;

    WordSearch(LiveSearcher searcher, Accepted accepted, IndexSettings settings) {
        this.searcher = searcher;
        this.accepted = accepted;
        this.settings = settings;
    }

    List<TopHits.Scored> best(Profile profile, int depth) throws IOException {
        TopHits top = new TopHits(depth, 0);
        float[] sums = new float[Math.min(WINDOW, searcher.getIndexReader().maxDoc())];
        List<Word> query = query(profile);
        List<SimScorer> scorers = new ArrayList<>(query.size());
        for (Word word : query) {
            scorers.add(searcher.scorer(word.text, word.states.docFreq(), (float) word.weight));
        }
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            List<Postings> postings = postings(query, scorers, leaf);
            if (!postings.isEmpty()) {
                scan(postings, leaf, sums, top);
            }
        }
        return top.best(searcher);
    }

    /** The words to search for; none if no live document has any of the profile's. */
    private List<Word> query(Profile profile) throws IOException {
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
                words.add(new Word(new BytesRef(entry.getKey()), entry.getValue(), telling, states));
            }
        }
        words.sort(Comparator.comparingDouble(Word::telling).reversed().thenComparing(Word::text));
        List<Word> query = new ArrayList<>();
        int ofBody = 0;
        for (Word word : words) {
            boolean bodyOnly = !main.contains(word.text.utf8ToString());
            if (query.size() < settings.maxTerms() && (!bodyOnly || ofBody < settings.bodyTerms())) {
                query.add(word);
                ofBody += bodyOnly ? 1 : 0;
            }
        }
        return query;
    }

    /** As BM25 has it. */
    private double idf(int frequency) {
        return Math.log(1 + (searcher.documents() - frequency + 0.5) / (frequency + 0.5));
    }

    private static List<Postings> postings(List<Word> query, List<SimScorer> scorers, LeafReaderContext leaf)
            throws IOException {
        List<Postings> postings = new ArrayList<>(query.size());
        Terms dictionary = leaf.reader().terms(IndexFields.TERMS);
        if (dictionary == null) {
            return postings;
        }
        TermsEnum terms = dictionary.iterator();
        for (int i = 0; i < query.size(); i++) {
            Word word = query.get(i);
            TermState state = word.states.get(leaf);
            if (state != null) {
                terms.seekExact(word.text, state);
                PostingsEnum documents = terms.postings(null, PostingsEnum.FREQS);
                documents.nextDoc();
                postings.add(new Postings(documents, scorers.get(i)));
            }
        }
        return postings;
    }

    /** @param sums all 0, before and after */
    private void scan(List<Postings> postings, LeafReaderContext leaf, float[] sums, TopHits top) throws IOException {
        byte[] norms = searcher.segments().get(leaf.ord).norms();
        IntPredicate wanted = accepted.in(leaf);
        int documents = leaf.reader().maxDoc();
        for (int from = 0; from < documents; from += WINDOW) {
            int end = Math.min(documents, from + WINDOW);
            boolean hasAny = false;
            for (Postings one : postings) {
                hasAny |= one.add(sums, from, end, norms);
            }
            for (int doc = from; hasAny && doc < end; doc++) {
                float score = sums[doc - from];
                sums[doc - from] = 0;
                if (score > 0 && top.competes(score) && wanted.test(doc)) {
                    top.add(leaf.docBase + doc, score);
                }
            }
        }
    }
}
