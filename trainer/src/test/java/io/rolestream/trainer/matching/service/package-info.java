@NullMarked
package io.rolestream.trainer.matching.service;

import org.jspecify.annotations.NullMarked;
