/** Weak labels: what rules and other cheap labellers say of texts, and how far it is to be believed. */
@NullMarked
package io.rolestream.trainer.labelling;

import org.jspecify.annotations.NullMarked;
