@NullMarked
package io.rolestream.trainer.service;

import org.jspecify.annotations.NullMarked;
