using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// A load of an element that was loaded before, in the same region or around it, is that load, if the kernel never
/// writes the view. No load moves, so none runs that its guard forbids.
/// <code>
/// a = load x[i]                       |  a = load x[i]
/// if (c) {                            |  if (c) {
///   b = load x[i]                     |    store y[i], a
///   store y[i], b                     |  }
/// }                                   |
/// </code>
/// </summary>
internal sealed class LoadForwarding : FunctionRewriter
{
    private readonly HashSet<Memory> _written = [];
    private readonly Dictionary<(Memory Memory, Value Index), Value> _known = [];
    private readonly List<(Memory Memory, Value Index)> _log = [];

    private LoadForwarding(KernelFunction function)
        : base(function) => CollectWrites(function.Body);

    public static KernelFunction Run(KernelFunction function) => new LoadForwarding(function).Rewrite();

    protected override void RewriteRegion(Region old, Region into)
    {
        var mark = _log.Count;
        base.RewriteRegion(old, into);
        for (var i = mark; i < _log.Count; i++)
            _known.Remove(_log[i]);
        _log.RemoveRange(mark, _log.Count - mark);
    }

    protected override Terminator? Emit(Statement statement)
    {
        if (statement is not Load { Memory: ViewParameter view } load || _written.Contains(view))
            return base.Emit(statement);
        var key = ((Memory)view, Map.Map(load.Index));
        if (_known.TryGetValue(key, out var known))
        {
            Define(load.Result, known);
            return null;
        }

        base.Emit(load);
        _known[key] = Map.Map(load.Result);
        _log.Add(key);
        return null;
    }

    private void CollectWrites(Region region)
    {
        foreach (var statement in region.Statements)
        {
            if (statement is Store store)
                _written.Add(store.Memory);
            else if (statement is AtomicAdd add)
                _written.Add(add.Memory);
            else if (statement is StructuredStatement structured)
            {
                foreach (var inner in structured.Regions)
                    CollectWrites(inner);
            }
        }
    }
}
