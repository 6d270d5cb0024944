package dev.corecdc.testing.simulation;

import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;
import org.jspecify.annotations.Nullable;

/** Puts what is simulated in the place of threads, locks and clocks, in the code of a class. What it does not know stops it. */
final class SimulatedCode extends ClassRemapper {

    private static final int API = Opcodes.ASM9;
    private static final String CALLS = Type.getInternalName(SimulatedCalls.class);

    private static final Map<String, String> TYPES = Map.of(
            "java/lang/Thread",
            Type.getInternalName(SimulatedThread.class),
            "java/util/concurrent/locks/ReentrantLock",
            Type.getInternalName(SimulatedLock.class),
            "java/util/concurrent/CountDownLatch",
            Type.getInternalName(SimulatedLatch.class),
            "java/util/concurrent/Executors",
            Type.getInternalName(SimulatedExecutors.class));

    /** What is called statically in the place of these, with the object as the first argument where they have one. */
    private static final Set<String> REPLACED = Set.of(
            "java/lang/Object.wait",
            "java/lang/Object.notifyAll",
            "java/lang/System.nanoTime",
            "java/time/Instant.now",
            "java/time/Clock.systemUTC",
            "java/util/Set.copyOf",
            "java/util/concurrent/locks/LockSupport.parkNanos");

    /** What could tell the real time, or wait in it, without being replaced. */
    private static final Set<String> UNKNOWN = Set.of(
            "java/lang/Object.notify",
            "java/lang/System.currentTimeMillis",
            "java/util/concurrent/TimeUnit.sleep",
            "java/util/concurrent/TimeUnit.timedJoin",
            "java/util/concurrent/TimeUnit.timedWait",
            "java/util/concurrent/locks/LockSupport.park",
            "java/util/concurrent/locks/LockSupport.unpark",
            "java/util/concurrent/locks/LockSupport.parkUntil");

    /** Of the package {@code java.util.concurrent}: nobody waits in these, or they are replaced as a whole. */
    private static final Set<String> HARMLESS = Set.of(
            "Callable",
            "CancellationException",
            "ConcurrentHashMap",
            "ConcurrentHashMap$KeySetView",
            "ConcurrentLinkedDeque",
            "ConcurrentLinkedQueue",
            "ConcurrentMap",
            "ConcurrentSkipListMap",
            "CopyOnWriteArrayList",
            "ExecutionException",
            "ExecutorService",
            "RejectedExecutionException",
            "ScheduledExecutorService",
            "ScheduledFuture",
            "ThreadFactory",
            "TimeUnit",
            "TimeoutException",
            "locks/Condition",
            "locks/Lock",
            "locks/LockSupport");

    private final boolean glances;
    private String name = "";

    /** @param glances whether threads may meet at the beginning of every method, not only where they wait for each other */
    SimulatedCode(ClassVisitor next, boolean glances) {
        super(API, next, new SimpleRemapper(API, TYPES));
        this.glances = glances;
    }

    @Override
    public void visit(
            int version, int access, String own, @Nullable String signature, String superName, String[] interfaces) {
        name = own;
        super.visit(version, access, own, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        boolean locks = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
        MethodVisitor next =
                super.visitMethod(access & ~Opcodes.ACC_SYNCHRONIZED, method, descriptor, signature, exceptions);
        if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
            return next;
        }
        if (locks && (access & Opcodes.ACC_STATIC) != 0) {
            throw new IllegalStateException("%s.%s: a static synchronized method is not known".formatted(name, method));
        }
        Beginning beginning = Beginning.NOTHING;
        if (locks) {
            beginning = Beginning.ENTERS;
        } else if (method.equals("<clinit>")) {
            beginning = Beginning.STANDS_STILL;
        } else if (glances && !method.equals("<init>") && (access & Opcodes.ACC_SYNTHETIC) == 0) {
            beginning = Beginning.GLANCES;
        }
        return new Code(next, name + "." + method, beginning);
    }

    /** What a method does before all that it does. */
    private enum Beginning {
        NOTHING,
        GLANCES,
        /** The monitor of its object, which it leaves at its end. */
        ENTERS,
        STANDS_STILL
    }

    private final class Code extends MethodVisitor {

        private final String where;
        private final Beginning beginning;
        private final Label start = new Label();

        Code(MethodVisitor next, String where, Beginning beginning) {
            super(API, next);
            this.where = where;
            this.beginning = beginning;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            switch (beginning) {
                case GLANCES -> call("glance", "()V");
                case STANDS_STILL -> call("holdStill", "()V");
                case ENTERS -> {
                    monitor("enter");
                    super.visitLabel(start);
                }
                case NOTHING -> {}
            }
        }

        private void call(String method, String descriptor) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, method, descriptor, false);
        }

        private void monitor(String what) {
            super.visitVarInsn(Opcodes.ALOAD, 0);
            call(what, "(Ljava/lang/Object;)V");
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.MONITORENTER) {
                call("enter", "(Ljava/lang/Object;)V");
                return;
            } else if (opcode == Opcodes.MONITOREXIT) {
                call("exit", "(Ljava/lang/Object;)V");
                return;
            } else if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                if (beginning == Beginning.ENTERS) {
                    // Behind the end of what is guarded, so that it is not left twice.
                    leave();
                } else if (beginning == Beginning.STANDS_STILL) {
                    call("moveAgain", "()V");
                }
            }
            super.visitInsn(opcode);
        }

        private void leave() {
            monitor("exit");
        }

        @Override
        public void visitMaxs(int stack, int locals) {
            if (beginning == Beginning.ENTERS) {
                Label thrown = new Label();
                super.visitTryCatchBlock(start, thrown, thrown, null);
                super.visitLabel(thrown);
                super.visitFrame(Opcodes.F_FULL, 1, new Object[] {name}, 1, new Object[] {"java/lang/Throwable"});
                leave();
                super.visitInsn(Opcodes.ATHROW);
            }
            super.visitMaxs(stack, locals);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean inInterface) {
            String what = owner + "." + method;
            requireKnown(owner, what);
            if (REPLACED.contains(what)) {
                call(
                        method,
                        opcode == Opcodes.INVOKESTATIC ? descriptor : "(Ljava/lang/Object;" + descriptor.substring(1));
            } else {
                super.visitMethodInsn(opcode, owner, method, descriptor, inInterface);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String method, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    String what = handle.getOwner() + "." + handle.getName();
                    requireKnown(handle.getOwner(), what);
                    if (REPLACED.contains(what)) {
                        throw unknown(what + " as a method reference");
                    }
                }
            }
            super.visitInvokeDynamicInsn(method, descriptor, bootstrap, arguments);
        }

        private void requireKnown(String owner, String what) {
            String concurrent = "java/util/concurrent/";
            if (UNKNOWN.contains(what)
                    || (owner.startsWith(concurrent)
                            && !owner.startsWith(concurrent + "atomic/")
                            && !TYPES.containsKey(owner)
                            && !HARMLESS.contains(owner.substring(concurrent.length())))) {
                throw unknown(what);
            }
        }

        private IllegalStateException unknown(String what) {
            return new IllegalStateException(
                    "%s uses %s, which simulations do not know; see SimulatedCode".formatted(where, what));
        }
    }
}
