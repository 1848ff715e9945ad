using System.Globalization;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Tests.Kernels.Targets.Ptx;

/// <summary>
/// Runs PTX text of one kernel, thread by thread, so that the target can be judged where there is no card. Refuses
/// what a card's assembler would: unknown instructions, registers that were not declared or are of another kind.
/// </summary>
internal sealed class PtxInterpreter
{
    private enum Flow
    {
        Next,
        Jump,
        Barrier,
        WarpBarrier,
        Product,
        Return,
    }

    private static readonly string[] Special =
    [
        "%ctaid.x", "%ntid.y", "%tid.x", "%tid.y", "%tid.z",
    ];

    private readonly PtxModule _module;
    private readonly Dictionary<string, int> _registers = [];
    private readonly List<ulong> _initial = [];
    private readonly Dictionary<string, int> _parameters = [];
    private readonly (Flow Flow, int Guard, bool IsNegated, PtxSemantics.Step? Step, int[] Operands)[] _code;

    public PtxInterpreter(string text)
    {
        _module = PtxModule.Parse(text);
        foreach (var name in Special)
            Add(name, 0);
        foreach (var (_, name) in _module.Parameters)
            Add(name, 0);
        if (_module.HasShared)
            Add("shared", 0);
        foreach (var (prefix, count) in _module.Registers)
        {
            for (var i = 0; i < count; i++)
                Add($"{prefix}{i}", 0);
        }

        _code = [.. _module.Instructions.Select(Decode)];
    }

    /// <summary>Runs all blocks in order.</summary>
    /// <param name="blocks">How many, along X.</param>
    /// <param name="block">Its threads.</param>
    /// <param name="sharedBytes">Dynamic shared memory of a block.</param>
    /// <param name="parameters">The values of the parameters, one for each of the module's.</param>
    /// <param name="buffers">What addresses point into.</param>
    public void Run(int blocks, GroupShape block, int sharedBytes, IReadOnlyList<ulong> parameters,
        IReadOnlyDictionary<int, byte[]> buffers)
    {
        if (parameters.Count != _module.Parameters.Count)
            throw new ArgumentException($"{parameters.Count} values for {_module.Parameters.Count} parameters");
        var (x, y, z) = _module.Block;
        if (_module.IsBlockExact ? block != new GroupShape(x, y, z) : block.X > x || block.Y > y || block.Z > z)
            throw new ArgumentException($"{block} is not the block that the module declares");
        var initial = _initial.ToArray();
        for (var i = 0; i < parameters.Count; i++)
            initial[_registers[_module.Parameters[i].Name]] = parameters[i];
        initial[1] = (uint)block.Y;
        for (var i = 0; i < blocks; i++)
        {
            initial[0] = (uint)i;
            RunBlock(initial, block, new byte[sharedBytes], buffers);
        }
    }

    private void RunBlock(
        ulong[] initial, GroupShape block, byte[] shared, IReadOnlyDictionary<int, byte[]> buffers)
    {
        // Shared memory starts with what was there before.
        shared.AsSpan().Fill(0xC7);
        var memory = new PtxMemory(buffers, shared);
        var threads = new List<PtxThread>();
        for (var i = 0; i < block.Threads; i++)
        {
            var registers = (ulong[])initial.Clone();
            registers[2] = (ulong)(i % block.X);
            registers[3] = (ulong)(i / block.X % block.Y);
            registers[4] = (ulong)(i / block.X / block.Y);
            threads.Add(new(registers, memory));
        }

        // Where a block may hold several groups, each has barriers of its own.
        foreach (var group in _module.IsBlockExact ? [threads] : threads.Chunk(block.X).Select(row => row.ToList()))
            RunGroup(group, (uint)threads.IndexOf(group[0]));
    }

    private void RunGroup(List<PtxThread> threads, uint first)
    {
        while (true)
        {
            var stops = threads.Select(RunToStop).Distinct().ToArray();
            if (stops.Length > 1)
                throw new InvalidOperationException($"threads wait at different barriers: {string.Join(", ", stops)}");
            if (stops[0] < 0)
                return;
            var (flow, _, _, _, operands) = _code[stops[0] - 1];
            if (flow == Flow.Product)
            {
                foreach (var warp in threads.Chunk(32))
                    PtxFragments.Multiply(warp, operands);
                continue;
            }

            if (flow == Flow.Barrier)
            {
                if (!_module.IsBlockExact)
                    throw new InvalidOperationException("a barrier of the whole block, of which one group is here");
                continue;
            }

            var lanes = (uint)((1ul << threads.Count) - 1) << (int)(first % 32);
            if (threads.Exists(thread => thread.U(operands[0]) != lanes))
                throw new InvalidOperationException($"a barrier of other lanes than {lanes:x}");
        }
    }

    // The place of the barrier, or -1 at the end.
    private int RunToStop(PtxThread thread)
    {
        for (var at = thread.Next; ;)
        {
            var (flow, guard, isNegated, step, operands) = _code[at++];
            if (guard >= 0 && thread.P(guard) == isNegated)
                continue;
            switch (flow)
            {
                case Flow.Next:
                    try
                    {
                        step!(thread, operands);
                    }
                    catch (Exception e) when (e is InvalidOperationException or ArithmeticException)
                    {
                        throw new InvalidOperationException($"{_module.Instructions[at - 1]}: {e.Message}", e);
                    }

                    break;
                case Flow.Jump:
                    at = operands[0];
                    break;
                case Flow.Barrier or Flow.WarpBarrier or Flow.Product:
                    thread.Next = at;
                    return at;
                case Flow.Return:
                    return -1;
            }
        }
    }

    private void Add(string name, ulong value)
    {
        _registers.Add(name, _initial.Count);
        _initial.Add(value);
    }

    private (Flow Flow, int Guard, bool IsNegated, PtxSemantics.Step? Step, int[] Operands) Decode(
        PtxInstruction instruction)
    {
        var guard = instruction.Guard.Length == 0 ? -1 : Register(instruction, instruction.Guard, 'p');
        (Flow, int, bool, PtxSemantics.Step?, int[]) Plain(Flow flow, params int[] operands) =>
            (flow, guard, instruction.GuardIsNegated, null, operands);

        switch (instruction.Opcode)
        {
            case "bra" or "bra.uni":
                return Plain(Flow.Jump, _module.Labels[instruction.Operands[0]]);
            case "bar.sync":
                return Plain(Flow.Barrier);
            case PtxFragments.Opcode:
                return Plain(Flow.Product, [.. instruction.Operands.Select(
                    (operand, i) => Register(instruction, operand, PtxFragments.Signature[i]))]);
            case "bar.warp.sync":
                return Plain(Flow.WarpBarrier, Register(instruction, instruction.Operands[0], 'r'));
            case "ret":
                return Plain(Flow.Return);
        }

        var operands = instruction.Operands;
        if (instruction.Opcode.StartsWith("ld.param.", StringComparison.Ordinal))
            return (Flow.Next, guard, instruction.GuardIsNegated, Copy, LoadParameter(instruction));
        if (!PtxSemantics.Table.TryGetValue(instruction.Opcode, out var meaning))
            throw new FormatException($"{instruction} is unknown");
        // [%a1+16] is two operands.
        operands = [.. operands.SelectMany(operand => operand[0] == '[' ? Address(operand) : [operand])];
        if (operands.Length != meaning.Signature.Length)
            throw new FormatException($"{instruction} has {operands.Length} operands");
        var places = operands.Select((operand, i) => Register(instruction, operand, meaning.Signature[i])).ToArray();
        return (Flow.Next, guard, instruction.GuardIsNegated, meaning.Step, places);
    }

    private static void Copy(PtxThread thread, int[] o) => thread.R[o[0]] = thread.R[o[1]];

    private int[] LoadParameter(PtxInstruction instruction)
    {
        var name = instruction.Operands[1][1..^1];
        var type = _module.Parameters.Find(parameter => parameter.Name == name).Type;
        if (type != instruction.Opcode["ld.param".Length..])
            throw new FormatException($"{instruction} reads a parameter of type {type}");
        var kind = type switch { ".u64" => 'a', ".f32" => 'f', _ => 'r' };
        return [Register(instruction, instruction.Operands[0], kind), _registers[name]];
    }

    private static string[] Address(string operand)
    {
        var inside = operand[1..^1];
        var plus = inside.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? [inside, "0"] : [inside[..plus], inside[(plus + 1)..]];
    }

    private int Register(PtxInstruction instruction, string operand, char kind)
    {
        if (operand[0] is '%' or 's')
        {
            var actual = operand[0] == 's' || Special.Contains(operand) ? 'r' : operand[1];
            if (kind == 'x' ? actual is not ('r' or 'f') : actual != kind)
                throw new FormatException($"{instruction}: {operand} where the kind is '{kind}'");
            return _registers.TryGetValue(operand, out var register)
                ? register
                : throw new FormatException($"{instruction}: {operand} was not declared");
        }

        var isFloat = operand.StartsWith("0f", StringComparison.Ordinal);
        if (isFloat ? kind is not ('f' or 'x') : kind is not ('r' or 'i' or 'x'))
            throw new FormatException($"{instruction}: {operand} where the kind is '{kind}'");
        var value = isFloat
            ? uint.Parse(operand.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : (uint)int.Parse(operand, CultureInfo.InvariantCulture);
        if (!_registers.TryGetValue(operand, out var constant))
        {
            Add(operand, value);
            constant = _registers[operand];
        }

        return constant;
    }
}
