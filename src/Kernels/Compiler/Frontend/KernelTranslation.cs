using System.Reflection;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>What all methods of one kernel share while they are translated; lives as long as that.</summary>
internal sealed class KernelTranslation(ValueFactory values, GroupShape group, bool hasMatrixProducts)
{
    private const int DepthLimit = 64;

    private readonly Dictionary<MethodBase, MethodCode> _codes = [];
    private readonly List<MethodBase> _calls = [];

    public ValueFactory Values { get; } = values;

    public Arithmetic Arithmetic { get; } = new(values);

    public GroupShape Group { get; } = group;

    /// <summary>Whether the target has an instruction for <see cref="Language.Fragment.MultiplyAdd"/>.</summary>
    public bool HasMatrixProducts { get; } = hasMatrixProducts;

    public MethodCode Code(MethodBase method)
    {
        if (!_codes.TryGetValue(method, out var code))
            _codes[method] = code = MethodCode.Read(method);
        return code;
    }

    public void Enter(MethodBase method, MethodBase caller, SourceLocation? source)
    {
        if (_calls.Contains(method))
            throw KernelDiagnostics.Recursion.Error(caller, source, $"{method.Name} calls itself");
        if (_calls.Count >= DepthLimit)
            throw KernelDiagnostics.CallDepth.Error(caller, source, $"the call of {method.Name}");
        _calls.Add(method);
    }

    public void Leave() => _calls.RemoveAt(_calls.Count - 1);
}
