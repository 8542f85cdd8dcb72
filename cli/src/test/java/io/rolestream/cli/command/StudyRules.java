package io.rolestream.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The original study's rules, written down once more: lower case, first role with a keyword in the text. */
final class StudyRules {
    private static final Map<String, List<String>> RULES = new LinkedHashMap<>();

    static {
        RULES.put("SOC Analyst", List.of("soc", "siem", "forensic", "malware"));
        RULES.put("Cybersecurity Analyst", List.of("cybersecurity", "security", "vulnerability", "compliance"));
        RULES.put(".NET Developer", List.of(".net", "c#", "asp.net"));
        RULES.put(
                "Software Engineer", List.of("java", "python", "c++", "software", "developer", "engineering", "sdlc"));
        RULES.put("Full Stack Developer", List.of("full stack", "frontend", "backend", "api"));
        RULES.put("JavaScript Developer", List.of("javascript", "react", "angular", "vue"));
        RULES.put("Node.js Developer", List.of("node.js", "express.js", "typescript"));
        RULES.put("Cloud Engineer", List.of("cloud", "aws", "azure", "gcp", "kubernetes", "docker"));
        RULES.put("DevOps Engineer", List.of("devops", "ci/cd", "jenkins", "ansible"));
        RULES.put("Project Coordinator", List.of("project management", "jira", "scrum", "agile"));
        RULES.put("Agile Analyst", List.of("agile", "scrum master", "product owner", "business analysis"));
        RULES.put("Database Developer", List.of("database", "sql", "nosql", "mongodb", "postgresql"));
        RULES.put("Data Engineer", List.of("data engineering", "etl", "airflow", "spark", "hadoop"));
    }

    private StudyRules() {}

    static String role(String skills) {
        String text = skills.toLowerCase(Locale.ROOT);
        return RULES.entrySet().stream()
                .filter(rule -> rule.getValue().stream().anyMatch(text::contains))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("Other");
    }
}
