using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;
using Xunit;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Tests.Kernels;

/// <summary>
/// Runs a function of either form, statement by statement, by the meaning that the IR's comments give to it. Reads of
/// values without a definition and accesses outside of memory throw. Groups run one after the other; threads of a group
/// too, unless the function has barriers.
/// </summary>
internal sealed class IRInterpreter
{
    private readonly KernelFunction _function;
    private readonly IReadOnlyList<object> _arguments;
    private readonly Dictionary<SharedArray, int[]> _shared = [];
    private System.Threading.Barrier? _barrier;

    private IRInterpreter(KernelFunction function, IReadOnlyList<object> arguments) =>
        (_function, _arguments) = (function, arguments);

    /// <param name="function">What to run.</param>
    /// <param name="grid">How many groups.</param>
    /// <param name="arguments">
    /// One for each of the function's parameters: an array of the element type for a view, an int, uint, float or bool.
    /// </param>
    public static void Run(KernelFunction function, LaunchShape grid, params object[] arguments)
    {
        Assert.Equal(function.Parameters.Count, arguments.Length);
        var interpreter = new IRInterpreter(function, arguments);
        for (var z = 0; z < grid.Z; z++)
        {
            for (var y = 0; y < grid.Y; y++)
            {
                for (var x = 0; x < grid.X; x++)
                    interpreter.RunGroup(grid, x, y, z);
            }
        }
    }

    private void RunGroup(LaunchShape grid, int gridX, int gridY, int gridZ)
    {
        foreach (var array in _function.SharedArrays)
            _shared[array] = new int[array.Length];
        var group = _function.Group;
        var threads = Enumerable.Range(0, group.Threads).Select(t => new ThreadState(this,
        [
            gridX, gridY, gridZ, grid.X, grid.Y, grid.Z,
            t % group.X, t / group.X % group.Y, t / group.X / group.Y,
        ])).ToList();
        if (!HasBarrier(_function.Body))
        {
            threads.ForEach(thread => thread.Run());
            return;
        }

        using var barrier = _barrier = new(threads.Count);
        Exception? failure = null;
        var workers = threads.Select(thread => new Thread(() =>
        {
            try
            {
                thread.Run();
            }
            catch (Exception e)
            {
                failure = e;
            }
            finally
            {
                barrier.RemoveParticipant();
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        if (failure is not null)
            throw new InvalidOperationException("A thread failed.", failure);
    }

    private static bool HasBarrier(Region region) => region.Statements.Any(statement =>
        statement is Barrier || (statement is StructuredStatement s && s.Regions.Any(HasBarrier)));

    private static int Bits(object value) => value switch
    {
        float f => BitConverter.SingleToInt32Bits(f),
        int i => i,
        uint u => (int)u,
        bool b => b ? 1 : 0,
        byte b => b,
        sbyte b => b,
        short s => s,
        ushort s => s,
        _ => throw new ArgumentException($"{value.GetType()} is no element."),
    };

    private static int Narrow(ElementType element, int bits) => element switch
    {
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => bits,
        ElementType.Float16 => BitConverter.SingleToInt32Bits((float)(Half)BitConverter.Int32BitsToSingle(bits)),
        ElementType.Int16 => (short)bits,
        ElementType.UInt16 => (ushort)bits,
        ElementType.Int8 => (sbyte)bits,
        ElementType.UInt8 => (byte)bits,
    };

    private int LoadView(ViewParameter view, int index) => Bits(((Array)_arguments[view.Index]).GetValue(index)!);

    private void StoreView(ViewParameter view, int index, int bits)
    {
        switch (_arguments[view.Index])
        {
            case float[] array:
                array[index] = BitConverter.Int32BitsToSingle(bits);
                break;
            case int[] array:
                array[index] = bits;
                break;
            case uint[] array:
                array[index] = (uint)bits;
                break;
            case short[] array:
                array[index] = (short)bits;
                break;
            case ushort[] array:
                array[index] = (ushort)bits;
                break;
            case sbyte[] array:
                array[index] = (sbyte)bits;
                break;
            case byte[] array:
                array[index] = (byte)bits;
                break;
            default:
                throw new ArgumentException($"'{view.Name}' is bound to {_arguments[view.Index].GetType()}.");
        }
    }

    /// <summary>How a region was left: by its end (null), or by a jump to an enclosing statement.</summary>
    private readonly record struct Outcome(Terminator? Jump, int[] Values)
    {
        public static readonly Outcome Fell = new(null, []);
    }

    private sealed class ThreadState(IRInterpreter interpreter, int[] builtIns)
    {
        private readonly Dictionary<Value, int> _defined = [];
        private readonly Dictionary<Value, int> _computed = [];
        private readonly Dictionary<Variable, int> _variables = [];
        private readonly Dictionary<LocalArray, int[]> _locals = [];

        public void Run() => RunRegion(interpreter._function.Body);

        private Outcome RunRegion(Region region)
        {
            foreach (var statement in region.Statements)
            {
                _computed.Clear();
                if (statement is StructuredStatement structured)
                {
                    var outcome = RunStructured(structured);
                    if (outcome.Jump is not null)
                        return outcome;
                }
                else
                {
                    RunStatement(statement);
                }
            }

            _computed.Clear();
            var values = region.Terminator.Values.Select(Evaluate).ToArray();
            return new(region.Terminator is Yield ? null : region.Terminator, values);
        }

        private Outcome RunStructured(StructuredStatement statement)
        {
            Outcome outcome;
            if (statement is Loop loop)
            {
                var carried = loop.Initial.Select(Evaluate).ToArray();
                do
                {
                    Define(loop.Body.Arguments, carried);
                    outcome = RunRegion(loop.Body);
                    if (outcome.Jump is null)
                        throw new InvalidOperationException("The body of a loop fell off its end.");
                    carried = outcome.Values;
                }
                while (outcome.Jump is Continue next && next.Target == loop);
            }
            else
            {
                outcome = RunRegion(statement switch
                {
                    If branch => Evaluate(branch.Condition) != 0 ? branch.Then : branch.Else,
                    Block block => block.Body,
                    _ => throw new InvalidOperationException(statement.GetType().Name),
                });
            }

            if (outcome.Jump is not null && !(outcome.Jump is Break jump && jump.Target == statement))
                return outcome;
            Define(statement.Results, outcome.Values);
            return Outcome.Fell;
        }

        private void RunStatement(Statement statement)
        {
            switch (statement)
            {
                case Load load:
                    Define([load.Result], [Read(load.Memory, Evaluate(load.Index))]);
                    break;
                case Store store:
                    Write(store.Memory, Evaluate(store.Index), Evaluate(store.Value));
                    break;
                case Prefetch prefetch:
                    Evaluate(prefetch.Index);
                    break;
                case AtomicAdd add:
                    var (index, value) = (Evaluate(add.Index), Evaluate(add.Value));
                    lock (interpreter)
                    {
                        var old = Read(add.Memory, index);
                        Write(add.Memory, index, add.Memory.Element == ElementType.Float32
                            ? BitConverter.SingleToInt32Bits(
                                BitConverter.Int32BitsToSingle(old) + BitConverter.Int32BitsToSingle(value))
                            : old + value);
                        Define([add.Result], [old]);
                    }

                    break;
                case Barrier:
                    interpreter._barrier!.SignalAndWait();
                    break;
                case Let let:
                    _defined.Remove(let.Value);
                    Define([let.Value], [Evaluate(let.Value)]);
                    break;
                case VariableRead read:
                    Define([read.Result], [_variables.GetValueOrDefault(read.Variable)]);
                    break;
                case VariableWrite write:
                    if (write.Variable.Type != write.Value.Type)
                        throw new InvalidOperationException($"'{write.Variable.Name}' gets a {write.Value.Type}.");
                    _variables[write.Variable] = Evaluate(write.Value);
                    break;
                default:
                    throw new InvalidOperationException(statement.GetType().Name);
            }
        }

        private void Define(IReadOnlyList<Value> values, int[] bits)
        {
            if (values.Count != bits.Length)
                throw new InvalidOperationException($"{bits.Length} values for {values.Count} results.");
            for (var i = 0; i < bits.Length; i++)
                _defined[values[i]] = bits[i];
        }

        private int Read(Memory memory, int index) => memory switch
        {
            ViewParameter view => interpreter.LoadView(view, index),
            SharedArray shared => interpreter._shared[shared][index],
            LocalArray local => Local(local)[index],
            _ => throw new InvalidOperationException(memory.Name),
        };

        private void Write(Memory memory, int index, int bits)
        {
            if (memory is ViewParameter view)
                interpreter.StoreView(view, index, bits);
            else if (memory is SharedArray shared)
                interpreter._shared[shared][index] = Narrow(shared.Element, bits);
            else if (memory is LocalArray local)
                Local(local)[index] = Narrow(local.Element, bits);
        }

        private int[] Local(LocalArray array)
        {
            if (!_locals.TryGetValue(array, out var elements))
                _locals[array] = elements = new int[array.Length];
            return elements;
        }

        private int Evaluate(Value value)
        {
            if (_defined.TryGetValue(value, out var bits) || _computed.TryGetValue(value, out bits))
                return bits;
            return _computed[value] = value switch
            {
                Constant constant => constant.Bits,
                ScalarParameter parameter => Bits(interpreter._arguments[parameter.Index]),
                ViewLength length => ((Array)interpreter._arguments[length.View.Index]).Length,
                BuiltInValue builtIn => builtIns[(int)builtIn.Kind],
                UnaryValue unary => IROperators.Unary(unary, Evaluate(unary.Operand)),
                BinaryValue binary => IROperators.Binary(binary, Evaluate(binary.Left), Evaluate(binary.Right)),
                TernaryValue { Operator: TernaryOperator.Select } t =>
                    Evaluate(t.First) != 0 ? Evaluate(t.Second) : Evaluate(t.Third),
                TernaryValue t => Bits(MathF.FusedMultiplyAdd(
                    Float(Evaluate(t.First)), Float(Evaluate(t.Second)), Float(Evaluate(t.Third)))),
                _ => throw new InvalidOperationException($"{IRPrinter.Print(value)} is used before it is defined."),
            };
        }

        private static float Float(int bits) => BitConverter.Int32BitsToSingle(bits);
    }
}
