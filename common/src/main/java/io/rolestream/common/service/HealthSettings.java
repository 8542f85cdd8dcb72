package io.rolestream.common.service;

/**
 * Where a process answers its supervisor.
 *
 * @param host the address to listen on
 * @param port 0 for any free port, {@value HealthConfig#OFF} to answer nowhere
 */
public record HealthSettings(String host, int port) {}
