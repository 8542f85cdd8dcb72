package io.rolestream.benchmarks.pipeline;

import io.rolestream.events.Resume;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The kind of resumes: lists of skills, and prose with a skill every ten words or so. Lengths vary by two fifths around
 * the mean.
 */
enum Kind {
    /** A list of skills, which is what is judged, and the resume's text: about 2,000 bytes. */
    BOTH(330, 1_600),
    /** The list of skills alone: about 400 bytes. */
    SKILLS(330, 0),
    /** A text of about 2,000 bytes alone, all of which is judged. */
    TEXT(0, 1_930);

    private static final String[] SKILL_NAMES =
            ("Java, Spring Boot, Hibernate, C#, .NET Core, ASP.NET MVC, SQL Server, PostgreSQL, JavaScript, "
                            + "React, Angular, Node.js, Express.js, AWS Lambda, Azure, Kubernetes, Docker, Terraform, Jenkins, "
                            + "CI/CD, Ansible, Python, Airflow, Spark, Kafka, Scrum, Jira, stakeholder management, "
                            + "business analysis, SIEM, incident response, penetration testing, communication skills, "
                            + "team player, problem solving, Microsoft Office, Excel, English, German, documentation, "
                            + "customer service, budget planning, public speaking, data entry, sales")
                    .split(", ");
    private static final String[] BEFORE = {
        "In this position I was responsible for introducing ",
        "Over two years our team of six moved the order system to ",
        "I trained new colleagues in the daily use of ",
        "Together with two other departments we replaced the old reports by ",
        "My work for a regional customer was mostly about ",
        "When the office in Hamburg opened I set up everything around ",
    };
    private static final String[] AFTER = {
        ", which halved the time that a change took to reach people. ",
        " and wrote the guide that is still handed out today. ",
        ", on time and within the budget that was given. ",
        " for about four hundred people in three countries. ",
        ". ",
    };
    private static final Instant SUBMITTED = Instant.parse("2026-01-05T08:00:00Z");

    private final int skillsChars;
    private final int textChars;

    Kind(int skillsChars, int textChars) {
        this.skillsChars = skillsChars;
        this.textChars = textChars;
    }

    Resume resume(String id, Random random) {
        double length = 0.6 + 0.8 * random.nextDouble();
        return Resume.newBuilder()
                .setResumeId(id)
                .setSkills(skillsChars == 0 ? null : skills(random, (int) (length * skillsChars)))
                .setText(textChars == 0 ? null : prose(random, (int) (length * textChars)))
                .setYearsOfExperience(4.5f)
                .setCompanies(List.of("Acme Systems"))
                .setSubmittedAt(SUBMITTED)
                .setSource("benchmark")
                .build();
    }

    static String judged(Resume resume) {
        return resume.getSkills() == null ? resume.getText() : resume.getSkills();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String skills(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(text.isEmpty() ? "" : ", ").append(one(SKILL_NAMES, random));
        }
        return text.toString();
    }

    private static String prose(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(one(BEFORE, random)).append(one(SKILL_NAMES, random)).append(one(AFTER, random));
        }
        return text.toString().strip();
    }

    private static String one(String[] choices, Random random) {
        return choices[random.nextInt(choices.length)];
    }
}
