package io.rolestream.stream.recommending.lists;

import io.rolestream.events.ListDescription;
import io.rolestream.events.Match;
import io.rolestream.events.MatchVersions;
import io.rolestream.events.Passage;
import io.rolestream.stream.recommending.book.StandingList;
import io.rolestream.stream.recommending.index.KnownDescription;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What of a list decides whether another one says the same. */
final class ListTexts {
    private static final int DIGEST_BYTES = 16;

    private ListTexts() {}

    /** A list as it stands. */
    static StandingList standing(
            int revision,
            String contentHash,
            int labelRevision,
            @Nullable ListDescription description,
            @Nullable MatchVersions versions,
            @Nullable String role,
            List<Match> matches) {
        return new StandingList(
                revision,
                contentHash,
                labelRevision,
                KnownDescription.key(description),
                versions(versions),
                matches.stream().map(Match::getId).toList(),
                digest(role, matches));
    }

    /** Versions as one text. */
    static String versions(@Nullable MatchVersions versions) {
        return versions == null
                ? ""
                : String.join(
                        "\n",
                        versions.getMatcher(),
                        versions.getRuleSet(),
                        Objects.toString(versions.getModel(), ""),
                        Objects.toString(versions.getEmbedder(), ""),
                        Objects.toString(versions.getReranker(), ""));
    }

    /** Of all that a reader sees but scores and their parts: those change with every text that is indexed. */
    private static String digest(@Nullable String role, List<Match> matches) {
        MessageDigest digest = sha256();
        update(digest, role);
        for (Match match : matches) {
            update(digest, match.getId());
            update(digest, match.getRole());
            update(
                    digest,
                    match.getFoundBy() == null ? null : match.getFoundBy().name());
            update(digest, match.getWouldHelp());
            for (List<String> texts : List.of(match.getMatchedSkills(), match.getMissingSkills(), match.getReasons())) {
                digest.update((byte) texts.size());
                texts.forEach(text -> update(digest, text));
            }
            for (Passage passage : match.getPassages()) {
                update(digest, passage.getSide() + passage.getField() + passage.getStart() + "-" + passage.getEnd());
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    }

    private static void update(MessageDigest digest, @Nullable String text) {
        digest.update(text == null ? (byte) 0 : (byte) 1);
        if (text != null) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
