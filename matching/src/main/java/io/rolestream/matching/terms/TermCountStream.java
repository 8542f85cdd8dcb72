package io.rolestream.matching.terms;

import java.util.Iterator;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;

/** Gives Lucene terms with frequencies that are already counted, for a field without positions. Used once. */
public final class TermCountStream extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    private final Iterator<Map.Entry<String, Integer>> counts;

    public TermCountStream(Map<String, Integer> counts) {
        this.counts = counts.entrySet().iterator();
    }

    @Override
    public boolean incrementToken() {
        if (!counts.hasNext()) {
            return false;
        }
        clearAttributes();
        Map.Entry<String, Integer> next = counts.next();
        term.append(next.getKey());
        frequency.setTermFrequency(next.getValue());
        return true;
    }
}
