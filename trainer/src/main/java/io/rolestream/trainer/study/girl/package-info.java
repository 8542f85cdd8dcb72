/** GIRL's protocol: applications predicted with and without a generated description. */
@NullMarked
package io.rolestream.trainer.study.girl;

import org.jspecify.annotations.NullMarked;
