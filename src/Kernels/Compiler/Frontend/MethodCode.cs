using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>A run of instructions with one entry and, at its end, one exit.</summary>
internal sealed class BasicBlock
{
    public List<ILInstruction> Instructions { get; } = [];

    /// <summary>
    /// Blocks that may follow: for a two-way branch the taken one first, for a switch its cases and then the default.
    /// </summary>
    public List<int> Successors { get; init; } = [];

    /// <summary>Slots that are assigned whole.</summary>
    public HashSet<int> Assigned { get; } = [];
}

/// <summary>
/// A method as the front end sees it: blocks, their graph, and what happens to its slots. Slots are the arguments
/// (<c>this</c> first), then the locals.
/// </summary>
internal sealed class MethodCode
{
    private readonly HashSet<int> _addressTaken = [];
    private readonly HashSet<int> _assigned = [];

    private MethodCode(MethodBase method, MethodBody body)
    {
        Method = method;
        Source = SourceMap.Of(method);
        ParameterTypes =
        [
            .. method.IsStatic ? Array.Empty<Type>() : [method.DeclaringType!.MakeByRefType()],
            .. method.GetParameters().Select(p => p.ParameterType),
        ];
        ParameterNames =
        [
            .. method.IsStatic ? Array.Empty<string>() : ["this"],
            .. method.GetParameters().Select(p => p.Name ?? $"argument{p.Position}"),
        ];
        LocalTypes = body.LocalVariables.OrderBy(local => local.LocalIndex).Select(local => local.LocalType).ToArray();
        TypeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        MethodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        Split(ILReader.Read(body.GetILAsByteArray()));
        Graph = new(Blocks.Select(block => (IReadOnlyList<int>)block.Successors).ToArray());
    }

    public MethodBase Method { get; }

    public SourceMap Source { get; }

    public Type[] ParameterTypes { get; }

    public string[] ParameterNames { get; }

    public Type[] LocalTypes { get; }

    public Type[]? TypeArguments { get; }

    public Type[]? MethodArguments { get; }

    public List<BasicBlock> Blocks { get; } = [];

    public FlowGraph Graph { get; }

    /// <summary>True if the method assigns to the slot as a whole.</summary>
    public bool IsAssigned(int slot) => _assigned.Contains(slot);

    /// <summary>True if the method takes a reference to the slot.</summary>
    public bool IsAddressTaken(int slot) => _addressTaken.Contains(slot);

    /// <summary>True if the method assigns to the slot or takes a reference to it.</summary>
    public bool MayChange(int slot) => _assigned.Contains(slot) || _addressTaken.Contains(slot);

    /// <exception cref="KernelCompilationException">No IL, exception handlers or jumps into loops.</exception>
    public static MethodCode Read(MethodBase method)
    {
        var body = method.GetMethodBody()
            ?? throw KernelDiagnostics.Callee.Error(method, null, "a method without a body");
        if (body.ExceptionHandlingClauses.Count > 0)
        {
            throw KernelDiagnostics.ExceptionHandling.Error(
                method, SourceMap.Of(method).At(body.ExceptionHandlingClauses[0].TryOffset), "an exception handler");
        }

        var code = new MethodCode(method, body);
        return code.Graph.IsIrreducible
            ? throw KernelDiagnostics.ControlFlow.Error(method, code.Source.At(0), "a loop with two entries")
            : code;
    }

    private void Split(List<ILInstruction> instructions)
    {
        var leaders = new SortedSet<int> { 0 };
        foreach (var instruction in instructions)
        {
            leaders.UnionWith(instruction.Targets);
            if (Ends(instruction))
                leaders.Add(instruction.Next);
        }

        var numbers = leaders.Select((offset, number) => (offset, number))
            .ToDictionary(x => x.offset, x => x.number + 1);
        // The first block stays empty, so that no loop starts at the entry.
        var block = new BasicBlock { Successors = { 1 } };
        Blocks.Add(block);
        foreach (var instruction in instructions)
        {
            if (leaders.Contains(instruction.Offset))
                Blocks.Add(block = new BasicBlock());
            block.Instructions.Add(instruction);
            Note(instruction, block);
            if (!Ends(instruction) && !leaders.Contains(instruction.Next))
                continue;
            block.Successors.AddRange(instruction.Targets.Select(target => numbers[target]));
            if (instruction.Flow is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw))
                block.Successors.Add(numbers[instruction.Next]);
        }
    }

    private static bool Ends(ILInstruction instruction) => instruction.Flow
        is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw;

    private void Note(ILInstruction instruction, BasicBlock block)
    {
        var slot = Slot(instruction);
        if (slot < 0)
            return;
        if (instruction.Code is ILOpCode.Ldarga or ILOpCode.Ldarga_s or ILOpCode.Ldloca or ILOpCode.Ldloca_s)
        {
            _addressTaken.Add(slot);
        }
        else if (instruction.Code is ILOpCode.Starg or ILOpCode.Starg_s or ILOpCode.Stloc or ILOpCode.Stloc_s
            or ILOpCode.Stloc_0 or ILOpCode.Stloc_1 or ILOpCode.Stloc_2 or ILOpCode.Stloc_3)
        {
            _assigned.Add(slot);
            block.Assigned.Add(slot);
        }
    }

    /// <summary>The slot that an instruction reads, writes or refers to, or -1.</summary>
    public int Slot(ILInstruction instruction) => instruction.Code switch
    {
        ILOpCode.Ldarg_0 => 0,
        ILOpCode.Ldarg_1 => 1,
        ILOpCode.Ldarg_2 => 2,
        ILOpCode.Ldarg_3 => 3,
        ILOpCode.Ldarg or ILOpCode.Ldarg_s or ILOpCode.Starg or ILOpCode.Starg_s or ILOpCode.Ldarga
            or ILOpCode.Ldarga_s => instruction.Integer,
        ILOpCode.Ldloc_0 or ILOpCode.Stloc_0 => ParameterTypes.Length,
        ILOpCode.Ldloc_1 or ILOpCode.Stloc_1 => ParameterTypes.Length + 1,
        ILOpCode.Ldloc_2 or ILOpCode.Stloc_2 => ParameterTypes.Length + 2,
        ILOpCode.Ldloc_3 or ILOpCode.Stloc_3 => ParameterTypes.Length + 3,
        ILOpCode.Ldloc or ILOpCode.Ldloc_s or ILOpCode.Stloc or ILOpCode.Stloc_s or ILOpCode.Ldloca
            or ILOpCode.Ldloca_s => ParameterTypes.Length + instruction.Integer,
        _ => -1,
    };
}
