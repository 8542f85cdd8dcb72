package io.rolestream.dashboard.records;

/** Where a record is: read again when someone asks for what it holds, so that memory need not hold it. */
public record Place(int partition, long offset) {}
