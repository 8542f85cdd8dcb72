package io.rolestream.stream.describing;

import io.rolestream.events.Resume;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads resumes whole and masked, as generators learnt to read them and recommenders do. */
final class MaskedResumes {
    private final ResumeReader reader;
    private final EventDecoder<Resume> decoder;
    private final Profiler profiler;

    /** @param rules which words of a resume are no names, as recommenders have them */
    MaskedResumes(ResumeReader reader, EventDecoder<Resume> decoder, RuleSet rules) {
        this.reader = reader;
        this.decoder = decoder;
        this.profiler = new Profiler(
                rules, SkillVocabulary.of(rules), RankingSettings.defaults().belief());
    }

    /** Whether a record is a resume, a deletion, or neither. */
    Reading<ReadableResume> read(ConsumerRecord<byte[], byte[]> record) {
        return reader.read(record.topic(), record.key(), record.value(), record.headers(), record.timestamp());
    }

    /** A resume that can be read, masked. */
    Profile masked(ConsumerRecord<byte[], byte[]> record, ReadableResume resume) {
        Resume whole = decoder.decode(record.topic(), record.headers(), record.value());
        return profiler.of(Candidate.of(resume.resumeId(), whole), RoleBelief.unknown());
    }
}
