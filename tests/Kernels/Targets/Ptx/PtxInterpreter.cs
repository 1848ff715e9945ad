using System.Globalization;
using GpuFormer.Kernels.Launch;

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
        Return,
    }

    private static readonly string[] Special =
    [
        "%ctaid.x", "%ctaid.y", "%ctaid.z", "%nctaid.x", "%nctaid.y", "%nctaid.z", "%tid.x", "%tid.y", "%tid.z",
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
        foreach (var (name, start) in _module.Shared)
            Add(name, (ulong)start);
        foreach (var (prefix, count) in _module.Registers)
        {
            for (var i = 0; i < count; i++)
                Add($"{prefix}{i}", 0);
        }

        _code = [.. _module.Instructions.Select(Decode)];
    }

    /// <summary>Runs all groups in order.</summary>
    /// <param name="grid">The groups along each side.</param>
    /// <param name="parameters">The values of the parameters, one for each of the module's.</param>
    /// <param name="buffers">What addresses point into.</param>
    public void Run(LaunchShape grid, IReadOnlyList<ulong> parameters, IReadOnlyDictionary<int, byte[]> buffers)
    {
        if (parameters.Count != _module.Parameters.Count)
            throw new ArgumentException($"{parameters.Count} values for {_module.Parameters.Count} parameters");
        var initial = _initial.ToArray();
        for (var i = 0; i < parameters.Count; i++)
            initial[_registers[_module.Parameters[i].Name]] = parameters[i];
        (initial[3], initial[4], initial[5]) = ((uint)grid.X, (uint)grid.Y, (uint)grid.Z);
        for (var z = 0; z < grid.Z; z++)
        {
            for (var y = 0; y < grid.Y; y++)
            {
                for (var x = 0; x < grid.X; x++)
                {
                    (initial[0], initial[1], initial[2]) = ((uint)x, (uint)y, (uint)z);
                    RunGroup(initial, buffers);
                }
            }
        }
    }

    private void RunGroup(ulong[] initial, IReadOnlyDictionary<int, byte[]> buffers)
    {
        var shared = new byte[_module.SharedBytes];
        // Shared memory starts with what was there before.
        shared.AsSpan().Fill(0xC7);
        var memory = new PtxMemory(buffers, shared);
        var threads = new List<PtxThread>();
        for (var i = 0; i < _module.Group.X * _module.Group.Y * _module.Group.Z; i++)
        {
            var registers = (ulong[])initial.Clone();
            registers[6] = (ulong)(i % _module.Group.X);
            registers[7] = (ulong)(i / _module.Group.X % _module.Group.Y);
            registers[8] = (ulong)(i / _module.Group.X / _module.Group.Y);
            threads.Add(new(registers, memory));
        }

        while (true)
        {
            var stops = threads.Select(RunToStop).Distinct().ToArray();
            if (stops.Length > 1)
                throw new InvalidOperationException($"threads wait at different barriers: {string.Join(", ", stops)}");
            if (stops[0] < 0)
                return;
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
                case Flow.Barrier:
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
