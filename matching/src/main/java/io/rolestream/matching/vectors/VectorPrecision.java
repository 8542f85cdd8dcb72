package io.rolestream.matching.vectors;

/** How precisely a graph's vectors are compared while it is searched; scores are always those of fp32. */
public enum VectorPrecision {
    FP32,
    /** A quarter of the memory; some candidates near the last rank may be missed. */
    INT8
}
