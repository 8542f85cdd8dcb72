package io.rolestream.dashboard.live;

/**
 * What rules and model said of one text.
 *
 * @param rules the role that the rules voted for; empty where they abstained
 * @param model the role that the model voted for
 */
public record Cell(String rules, String model) {}
