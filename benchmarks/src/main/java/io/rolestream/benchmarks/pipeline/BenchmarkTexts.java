package io.rolestream.benchmarks.pipeline;

import java.util.Random;

/** Makes up what resumes say: lists of skills, and prose that names a skill every ten words or so. */
final class BenchmarkTexts {
    private static final String[] SKILLS = {
        "Java",
        "Spring Boot",
        "Hibernate",
        "C#",
        ".NET Core",
        "ASP.NET MVC",
        "SQL Server",
        "PostgreSQL",
        "JavaScript",
        "React",
        "Angular",
        "Node.js",
        "Express.js",
        "AWS Lambda",
        "Azure",
        "Kubernetes",
        "Docker",
        "Terraform",
        "Jenkins",
        "CI/CD",
        "Ansible",
        "Python",
        "Airflow",
        "Spark",
        "Kafka",
        "Scrum",
        "Jira",
        "stakeholder management",
        "business analysis",
        "SIEM",
        "incident response",
        "penetration testing",
        "communication skills",
        "team player",
        "problem solving",
        "Microsoft Office",
        "Excel",
        "English",
        "German",
        "documentation",
        "customer service",
        "budget planning",
        "public speaking",
        "data entry",
        "sales",
    };
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

    private BenchmarkTexts() {}

    static String skills(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(text.isEmpty() ? "" : ", ").append(one(SKILLS, random));
        }
        return text.toString();
    }

    static String prose(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(one(BEFORE, random)).append(one(SKILLS, random)).append(one(AFTER, random));
        }
        return text.toString().strip();
    }

    private static String one(String[] choices, Random random) {
        return choices[random.nextInt(choices.length)];
    }
}
