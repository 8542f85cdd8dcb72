package io.rolestream.engine.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions written in TorchScript. They are stateless: weights are passed as arguments. Thread-safe. */
public final class Script implements AutoCloseable {
    private final String name;
    private final PtNDManager manager;
    private final PtSymbolBlock block;

    private Script(String name, PtNDManager manager, PtSymbolBlock block) {
        this.name = name;
        this.manager = manager;
        this.block = block;
    }

    /**
     * Loads a script.
     *
     * @param name a resource beside this class, without {@code .py}
     * @throws TorchException if PyTorch refuses it
     */
    public static Script load(String name) {
        return of(name, source(Script.class, name));
    }

    /**
     * Compiles a script.
     *
     * @param name for messages
     * @throws TorchException if PyTorch refuses it
     */
    public static Script of(String name, String source) {
        try (NativeWork work = NativeWork.begin()) {
            return compiled(name, source);
        }
    }

    private static Script compiled(String name, String source) {
        PtNDManager manager = Torch.newManager();
        try {
            PtSymbolBlock block =
                    JniUtils.loadModule(manager, new ByteArrayInputStream(ScriptArchive.of(source)), false, false);
            JniUtils.enableInferenceMode(block);
            return new Script(name, manager, block);
        } catch (EngineException e) {
            manager.close();
            throw new TorchException("PyTorch refuses the script " + name + ": " + e.getMessage(), e);
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        }
    }

    /** The source {@code name.py} beside a class. */
    public static String source(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name + ".py")) {
            if (in == null) {
                throw new IllegalArgumentException("no script " + name + ".py beside " + beside);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Calls a function that returns a tensor, without recording gradients, and closes the arguments.
     *
     * @param owner of the result
     */
    public PtNDArray tensor(PtNDManager owner, String function, Arguments arguments) {
        try (IValue result = call(function, arguments)) {
            return result.toTensor(owner);
        }
    }

    /** Calls a function that returns several tensors, without recording gradients. */
    public List<PtNDArray> tensors(PtNDManager owner, String function, Arguments arguments) {
        try (IValue result = call(function, arguments)) {
            return List.of(result.toTensorArray(owner));
        }
    }

    public Packed packed(String function, Arguments arguments) {
        return new Packed(call(function, arguments));
    }

    /** Calls a function for its side effects. */
    public void run(String function, Arguments arguments) {
        call(function, arguments).close();
    }

    /**
     * Calls a function that returns a tensor and records gradients, which the list's arrays have after
     * {@link Torch#backward}.
     *
     * @param arguments the tensors before the list
     * @param last the tensor after the list, or null
     * @return belongs to the first argument's owner
     */
    public PtNDArray recorded(
            String function, List<? extends NDArray> arguments, List<PtNDArray> list, @Nullable NDArray last) {
        NDManager owner = arguments.get(0).getManager();
        try (NDArray method = owner.zeros(new Shape())) {
            // DJL recognises a method and the elements of a list by the names of arrays.
            method.setName("module_method:" + function);
            list.forEach(array -> array.setName("list[]"));
            NDList inputs = new NDList(method);
            inputs.addAll(arguments);
            inputs.addAll(list);
            if (last != null) {
                inputs.add(last);
            }
            JniUtils.setGradMode(true);
            return (PtNDArray) IValueUtils.forward(block, inputs, true).singletonOrThrow();
        } catch (EngineException e) {
            throw new TorchException(name + "." + function + ": " + e.getMessage(), e);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private IValue call(String function, Arguments arguments) {
        try (NativeWork work = NativeWork.begin();
                arguments) {
            return IValueUtils.runMethod(block, function, arguments.values());
        } catch (EngineException e) {
            throw new TorchException(name + "." + function + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try (NativeWork work = NativeWork.beginFreeing()) {
            if (work != null) {
                block.close();
                manager.close();
            }
        }
    }
}
