/**
 * Encoders of the BERT family (RoBERTa, DistilRoBERTa, XLM-RoBERTa, CamemBERT, BERT, MiniLM, BGE): their parameters,
 * and their forward pass, as plain array operations for reference and as TorchScript functions for speed.
 */
@NullMarked
package io.rolestream.engine.model;

import org.jspecify.annotations.NullMarked;
