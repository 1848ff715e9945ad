using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;

namespace GpuFormer.Kernels.Compiler.Targets.Ptx;

/// <summary>
/// Which loads and stores of a thread become one instruction: two or four of one region that lie side by side, where
/// the index is known to be a multiple of as many elements. That the view itself is aligned the launch must see to
/// (<see cref="PtxProgram.Alignments"/>).
/// </summary>
internal sealed class PtxVectors
{
    private readonly Divisibility _divisibility;
    private readonly IReadOnlySet<Memory> _written;
    private readonly Dictionary<Statement, Statement[]> _vectors = [];
    private readonly HashSet<Statement> _members = [];
    private readonly Dictionary<Memory, int> _alignments = [];

    public PtxVectors(KernelFunction function, IReadOnlySet<Memory> written)
    {
        _divisibility = Divisibility.Analyse(function);
        _written = written;
        Plan(function.Body);
    }

    /// <summary>The accesses, in the order of their addresses, that are made with this one: loads with the first of
    /// them, stores with the last. Null: it stands alone, or is made with another.</summary>
    public Statement[]? MadeAt(Statement statement) => _vectors.GetValueOrDefault(statement);

    /// <summary>Whether it is made with another access than itself.</summary>
    public bool IsMember(Statement statement) => _members.Contains(statement);

    /// <summary>The bytes that the start of a view must be a multiple of.</summary>
    public int AlignmentOf(Memory memory) => _alignments.GetValueOrDefault(memory, memory.Element.Size());

    /// <summary>An index as a value and the constant that is added to it.</summary>
    public static (Value? Start, long Offset) Parts(Value index) => index switch
    {
        Constant c => (null, c.Bits),
        BinaryValue { Operator: BinaryOperator.Add, Right: Constant c } sum => (sum.Left, c.Bits),
        BinaryValue { Operator: BinaryOperator.Add, Left: Constant c } sum => (sum.Right, c.Bits),
        _ => (index, 0),
    };

    private void Plan(Region region)
    {
        // Accesses of one memory until something else touches it, by what the index has beside its constant.
        var loads = new Dictionary<Memory, List<Statement>>();
        var stores = new Dictionary<Memory, List<Statement>>();
        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case Load { Memory: var memory } load:
                    Close(stores, memory);
                    Open(loads, memory).Add(load);
                    break;
                case Store { Memory: var memory } store:
                    Close(loads, memory);
                    Open(stores, memory).Add(store);
                    break;
                case Let:
                    break;
                default:
                    CloseWritten(loads);
                    CloseWritten(stores);
                    foreach (var inner in (statement as StructuredStatement)?.Regions ?? [])
                        Plan(inner);
                    break;
            }
        }

        foreach (var memory in loads.Keys.ToArray())
            Close(loads, memory);
        foreach (var memory in stores.Keys.ToArray())
            Close(stores, memory);
    }

    private void CloseWritten(Dictionary<Memory, List<Statement>> open)
    {
        foreach (var memory in open.Keys.Where(memory => memory is SharedArray || _written.Contains(memory)).ToArray())
            Close(open, memory);
    }

    private static List<Statement> Open(Dictionary<Memory, List<Statement>> open, Memory memory) =>
        open.TryGetValue(memory, out var accesses) ? accesses : open[memory] = [];

    private void Close(Dictionary<Memory, List<Statement>> open, Memory memory)
    {
        if (!open.Remove(memory, out var accesses) || IsNarrowInteger(memory.Element))
            return;
        var starts = accesses.Select((access, order) => (Access: access, Order: order, Parts: Parts(IndexOf(access))));
        foreach (var sameStart in starts.GroupBy(access => access.Parts.Start))
        {
            var divisor = sameStart.Key is { } start ? _divisibility.Of(start) : Divisibility.Most;
            // Of two stores to one element the later must stay the later.
            if (divisor < 2 || sameStart.Select(access => access.Parts.Offset).Distinct().Count() != sameStart.Count())
                continue;
            var left = sameStart.ToDictionary(access => access.Parts.Offset, access => (access.Access, access.Order));
            foreach (var width in new[] { 4, 2 })
            {
                if (divisor % width == 0)
                    Take(memory, left, width);
            }
        }
    }

    private void Take(Memory memory, Dictionary<long, (Statement Access, int Order)> left, int width)
    {
        foreach (var first in left.Keys.Where(offset => offset % width == 0).Order().ToArray())
        {
            var offsets = Enumerable.Range(0, width).Select(i => first + i).ToArray();
            if (!offsets.All(left.ContainsKey))
                continue;
            var accesses = offsets.Select(offset => left[offset]).ToArray();
            var place = accesses[0].Access is Load ? accesses.MinBy(a => a.Order) : accesses.MaxBy(a => a.Order);
            _vectors[place.Access] = [.. accesses.Select(access => access.Access)];
            _members.UnionWith(accesses.Select(access => access.Access).Where(access => access != place.Access));
            _alignments[memory] = Math.Max(AlignmentOf(memory), width * memory.Element.Size());
            foreach (var offset in offsets)
                left.Remove(offset);
        }
    }

    private static bool IsNarrowInteger(ElementType element) =>
        element is ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16;

    private static Value IndexOf(Statement access) => access is Load load ? load.Index : ((Store)access).Index;
}
