package io.rolestream.files.documents.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkillsSectionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "SKILLS|Java, Kafka; SQL|EXPERIENCE|Developer ~ Java, Kafka, SQL",
                "Technical Skills:|- Java 17|- Kafka Streams|* SQL||Work Experience|Go ~ Java 17, Kafka Streams, SQL",
                "Jane|Skills: Java, Kafka, SQL||I like Go ~ Java, Kafka, SQL",
                "Skills: Java, Kafka, SQL|I look after incidents. ~ Java, Kafka, SQL",
                "Skills: Java, Kafka,|SQL, machine|learning|Experience|Go ~ Java, Kafka, SQL, machine, learning",
                "Core Competencies|Languages: Java, Go|Databases: SQL|EDUCATION|x ~ Java, Go, SQL",
                "TOOLS & TECHNOLOGIES|Java | Kafka | SQL ~ Java, Kafka, SQL",
                "• Skills •|Java|SQL|Go|Professional Experience|x ~ Java, SQL, Go",
                "Skills|C++, C#, .NET|REFERENCES ~ C++, C#, .NET",
                "Skills|SQL|AWS|GCP|PROFESSIONAL AFFILIATES|None ~ SQL, AWS, GCP",
            })
    void shouldFindTheSkills(String resume, String skills) {
        assertThat(SkillsSection.find(resume.replace('|', '\n').replace("\n Kafka \n", "| Kafka |")))
                .isEqualTo(skills);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "I have skills in Java, Kafka and SQL",
                "Skills|Java",
                "Skills||Education|Java, Kafka, SQL",
                "Skills|I have led several teams of engineers over many years.|I know how to listen to what people say"
                        + " and mean.|My colleagues like to work with me on hard problems.",
            })
    void shouldRatherFindNone(String resume) {
        assertThat(SkillsSection.find(resume.replace('|', '\n'))).isNull();
    }

    @Test
    void shouldNotTakeTheRestOfALongResumeForSkills() {
        assertThat(SkillsSection.find("Skills\n" + "Java, SQL and other things\n".repeat(50)))
                .isNull();
        assertThat(SkillsSection.find("Skills: " + "Java, SQL and other things, ".repeat(100)))
                .isNull();
    }

    @Test
    @Timeout(10)
    void shouldReadALineOfManyBlanksInLinearTime() {
        String shouted = "ABCDE FGHIJ" + " ".repeat(240_000) + "K";

        assertThat(SkillsSection.find("Skills\nJava, SQL, Go\n" + shouted)).isEqualTo("Java, SQL, Go");
    }
}
