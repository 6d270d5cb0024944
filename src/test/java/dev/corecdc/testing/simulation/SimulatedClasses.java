package dev.corecdc.testing.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;

/**
 * The project's classes once more, with their threads, locks and clocks {@linkplain SimulatedCode replaced} by those of the {@link
 * Simulation}. All others are the usual ones.
 */
final class SimulatedClasses extends ClassLoader {

    private static final String OURS = "dev.corecdc.";
    private static final String SIMULATION = SimulatedClasses.class.getPackageName() + ".";

    /** What the simulations are about. */
    private static final String ENGINE = OURS + "stream.";

    /** Where the classes of the tests are. */
    private static final String TESTS = SimulatedClasses.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toString();

    private static final SimulatedClasses INSTANCE = new SimulatedClasses();

    static {
        registerAsParallelCapable();
    }

    private SimulatedClasses() {
        super(SimulatedClasses.class.getClassLoader());
    }

    /** The class of that name whose code is simulated. */
    static Class<?> of(Class<?> usual) throws ClassNotFoundException {
        return INSTANCE.loadClass(usual.getName());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.startsWith(SIMULATION)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        URL place = getParent().getResource(file);
        if (place == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = place.openStream()) {
            ClassReader reader = new ClassReader(in.readAllBytes());
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            boolean engine = name.startsWith(ENGINE) && !place.toString().startsWith(TESTS);
            reader.accept(new SimulatedCode(writer, engine), 0);
            byte[] code = writer.toByteArray();
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
