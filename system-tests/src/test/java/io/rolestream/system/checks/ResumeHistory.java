package io.rolestream.system.checks;

import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One resume's contents in the order of their arrival, and the labels that they got. Records of the same content in a
 * row are one content. Each calls for one label; where a model's vote is awaited, that may be a degraded one, which a
 * late vote then replaces once, as long as no newer content has been labelled. Observed votes repeat the last decision,
 * one each.
 */
public final class ResumeHistory {
    private final String resume;
    private final @Nullable ExpectedVotes model;
    private final List<Content> contents = new ArrayList<>();
    private int newestLabelled;
    private int revision;

    private enum Stage {
        UNLABELLED,
        DEGRADED,
        FINAL
    }

    private static final class Content {
        private final String hash;
        private final String rulesRole;
        private final List<Long> offsets = new ArrayList<>();
        private Stage stage = Stage.UNLABELLED;
        private int observedVotes;

        Content(String hash, String rulesRole) {
            this.hash = hash;
            this.rulesRole = rulesRole;
        }
    }

    /**
     * @param resume what findings call the resume
     * @param model null where rules alone decide
     */
    public ResumeHistory(String resume, @Nullable ExpectedVotes model) {
        this.resume = resume;
        this.model = model;
    }

    /**
     * Takes a record in.
     *
     * @param rulesRole the rules' own vote on it, the fallback where they abstain
     */
    public void arrived(long offset, String hash, String rulesRole, LabelFindings findings) {
        if (contents.isEmpty() || !last().hash.equals(hash)) {
            contents.add(new Content(hash, rulesRole));
            findings.contents++;
        }
        last().offsets.add(offset);
    }

    /** Takes a label in, in the order of the topic. */
    public void labelled(LabelledRole label, LabelFindings findings) {
        String said = "%s: label %d of offset %d, %s%s"
                .formatted(
                        resume,
                        label.getRevision(),
                        label.getResumeOffset(),
                        label.getRole(),
                        label.getDegraded() ? ", degraded" : "");
        int index = indexOf(label.getResumeOffset());
        if (index < 0) {
            findings.unexpected.add(said + "; no such record of this resume");
            return;
        }
        Content content = contents.get(index);
        if (label.getRepeatsDecision()) {
            repeated(label, content, said, findings);
            return;
        }
        content.observedVotes = label.getObservedVotes().size();
        Stage before = content.stage;
        boolean corrects = before == Stage.DEGRADED && !label.getDegraded() && label.getModelVote() != null;
        if (before != Stage.UNLABELLED && !corrects) {
            findings.duplicated.add(said);
            return;
        }
        content.stage = label.getDegraded() ? Stage.DEGRADED : Stage.FINAL;
        findings.degraded += label.getDegraded() ? 1 : 0;
        findings.corrected += corrects ? 1 : 0;
        List<String> faults = new ArrayList<>();
        if (index < newestLabelled) {
            faults.add("a newer content was labelled before");
        }
        if (!label.getContentHash().equals(content.hash)) {
            faults.add("the content hash is " + content.hash + ", not " + label.getContentHash());
        }
        if (label.getRevision() != revision + 1) {
            faults.add("the revision must be " + (revision + 1));
        }
        checkVotes(label, content, faults);
        if (!faults.isEmpty()) {
            findings.wrong.add(said + "; " + String.join("; ", faults));
        }
        newestLabelled = Math.max(newestLabelled, index);
        revision = label.getRevision();
    }

    /** The same decision again, with one more observed vote. */
    private void repeated(LabelledRole label, Content content, String said, LabelFindings findings) {
        List<String> faults = new ArrayList<>();
        if (content.stage == Stage.UNLABELLED || contents.indexOf(content) < newestLabelled) {
            faults.add("it repeats a decision that was not the last");
        }
        if (label.getRevision() != revision + 1) {
            faults.add("the revision must be " + (revision + 1));
        }
        if (label.getObservedVotes().size() != content.observedVotes + 1) {
            faults.add("it adds no observed vote");
        }
        checkVotes(label, content, faults);
        if (!faults.isEmpty()) {
            findings.wrong.add(said + " again; " + String.join("; ", faults));
        }
        content.observedVotes = label.getObservedVotes().size();
        revision = label.getRevision();
    }

    private void checkVotes(LabelledRole label, Content content, List<String> faults) {
        Vote vote = label.getModelVote();
        String role = vote == null || vote.getRole() == null ? content.rulesRole : vote.getRole();
        if (!label.getRole().equals(role)) {
            faults.add("the role must be " + role);
        }
        if (label.getDegraded() && model == null) {
            faults.add("no vote was awaited");
        }
        if (vote == null) {
            if (model != null && !label.getDegraded()) {
                faults.add("the model vote is left out");
            }
        } else if (model == null || label.getDegraded()) {
            faults.add("there can be no model vote");
        } else if (!model.rolesOf(content.hash).contains(Optional.ofNullable(vote.getRole()))) {
            faults.add("the model never voted so on it");
        }
    }

    /** Looks for what never came. */
    public void end(LabelFindings findings) {
        for (Content content : contents) {
            if (content.stage == Stage.UNLABELLED) {
                findings.missing.add("%s: label of offset %d".formatted(resume, content.offsets.get(0)));
            }
        }
        if (model != null
                && last().stage == Stage.DEGRADED
                && !model.rolesOf(last().hash).contains(Optional.empty())) {
            findings.missing.add("%s: correction of the degraded label of offset %d"
                    .formatted(resume, last().offsets.get(0)));
        }
    }

    private Content last() {
        return contents.get(contents.size() - 1);
    }

    private int indexOf(long offset) {
        for (int i = 0; i < contents.size(); i++) {
            if (contents.get(i).offsets.contains(offset)) {
                return i;
            }
        }
        return -1;
    }
}
