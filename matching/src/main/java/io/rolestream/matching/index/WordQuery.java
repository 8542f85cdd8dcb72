package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.terms.ProfileTerms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/**
 * Turns a profile into a query of few words. A whole resume as a query drowns its skills in common words, so a query
 * takes the words of title and skills first, and of the body those that tell most: by weight and rarity, as Lucene's
 * {@code MoreLikeThis} does. Equally telling words are ordered alphabetically, so that the query does not depend on
 * anything but the profile and the statistics.
 */
final class WordQuery {
    /** So many different words are looked up in the index; a text of ten thousand has its most frequent looked up. */
    private static final int MAX_LOOKUPS = 600;

    /** Words of the body that fewer profiles have are names and typing errors, and tell nothing, however rare. */
    private static final int MIN_FREQUENCY = 3;
    /** In a small index, words that tell something are as rare. */
    private static final int PROFILES_PER_FREQUENCY = 200;

    /** @param states where the word is in each segment */
    private record Word(String text, double weight, double telling, TermStates states) {}

    private WordQuery() {}

    /** The query, or null if no live document has any of the words. */
    static @Nullable Query of(Profile profile, IndexSettings settings, LiveSearcher searcher) throws IOException {
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
                double telling = entry.getValue() * idf(searcher, states.docFreq());
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
    private static double idf(LiveSearcher searcher, int frequency) {
        return Math.log(1 + (searcher.documents() - frequency + 0.5) / (frequency + 0.5));
    }
}
