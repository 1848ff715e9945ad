using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Text;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>A local variable of the emitted method.</summary>
internal sealed class IlLocal(Type type, string name)
{
    public Type Type { get; } = type;

    public string Name { get; } = name;
}

/// <summary>A place to branch to.</summary>
internal sealed class IlLabel(int number)
{
    public int Number { get; } = number;
}

/// <summary>
/// A list of IL instructions, kept so that the emitter can run several times over one function before any of it
/// becomes a method, and so that the program can be listed.
/// </summary>
internal sealed class IlWriter
{
    private readonly List<(OpCode Code, object? Operand)> _instructions = [];
    private int _labels;

    /// <summary>Loads and stores of locals: what RyuJIT counts before it gives up optimising.</summary>
    public int LocalReferences { get; private set; }

    public IReadOnlyList<(OpCode Code, object? Operand)> Instructions => _instructions;

    /// <summary>An instruction of another writer.</summary>
    public void Add(OpCode code, object? operand)
    {
        LocalReferences += operand is IlLocal ? 1 : 0;
        _instructions.Add((code, operand));
    }

    public void Emit(OpCode code) => _instructions.Add((code, null));

    public void Integer(int value) => _instructions.Add((OpCodes.Ldc_I4, value));

    public void Float(float value) => _instructions.Add((OpCodes.Ldc_R4, value));

    public void Argument(int index) => _instructions.Add((OpCodes.Ldarg, index));

    public void Load(IlLocal local)
    {
        LocalReferences++;
        _instructions.Add((OpCodes.Ldloc, local));
    }

    public void Store(IlLocal local)
    {
        LocalReferences++;
        _instructions.Add((OpCodes.Stloc, local));
    }

    public void Call(MethodInfo method) => _instructions.Add((OpCodes.Call, method));

    public void LoadObject(Type type) => _instructions.Add((OpCodes.Ldobj, type));

    public void StoreObject(Type type) => _instructions.Add((OpCodes.Stobj, type));

    public IlLabel DefineLabel() => new(_labels++);

    public void Mark(IlLabel label) => _instructions.Add((OpCodes.Nop, label));

    public void Branch(OpCode code, IlLabel label) => _instructions.Add((code, label));

    /// <summary>True if both writers hold the same program, locals and labels compared by their numbers.</summary>
    public bool SameAs(IlWriter other)
    {
        if (_instructions.Count != other._instructions.Count)
            return false;
        var locals = new Dictionary<IlLocal, IlLocal>();
        for (var i = 0; i < _instructions.Count; i++)
        {
            var (a, b) = (_instructions[i], other._instructions[i]);
            if (a.Code != b.Code)
                return false;
            var same = (a.Operand, b.Operand) switch
            {
                (IlLocal x, IlLocal y) =>
                    locals.TryGetValue(x, out var known) ? known == y : x.Type == y.Type && locals.TryAdd(x, y),
                (IlLabel x, IlLabel y) => x.Number == y.Number,
                var (x, y) => Equals(x, y),
            };
            if (!same)
                return false;
        }

        return true;
    }

    /// <summary>Writes the instructions into a method.</summary>
    public void Generate(ILGenerator il)
    {
        var locals = new Dictionary<IlLocal, LocalBuilder>();
        var labels = new Dictionary<IlLabel, Label>();
        foreach (var (code, operand) in _instructions)
        {
            switch (operand)
            {
                case null:
                    il.Emit(code);
                    break;
                case IlLocal local:
                    if (!locals.TryGetValue(local, out var builder))
                        locals[local] = builder = il.DeclareLocal(local.Type);
                    il.Emit(code, builder);
                    break;
                case IlLabel label:
                    if (!labels.TryGetValue(label, out var target))
                        labels[label] = target = il.DefineLabel();
                    if (code == OpCodes.Nop)
                        il.MarkLabel(target);
                    else
                        il.Emit(code, target);
                    break;
                case int value when code == OpCodes.Ldarg:
                    il.Emit(code, (short)value);
                    break;
                case int value:
                    il.Emit(code, value);
                    break;
                case float value:
                    il.Emit(code, value);
                    break;
                case MethodInfo method:
                    il.EmitCall(code, method, null);
                    break;
                case Type type:
                    il.Emit(code, type);
                    break;
                default:
                    throw new InvalidOperationException($"{code} with {operand}.");
            }
        }
    }

    /// <summary>One line per instruction.</summary>
    public string List()
    {
        var text = new StringBuilder();
        var names = new Dictionary<IlLocal, string>();
        var used = new HashSet<string>();
        foreach (var (code, operand) in _instructions)
        {
            if (code == OpCodes.Nop && operand is IlLabel mark)
            {
                text.Append(CultureInfo.InvariantCulture, $"L{mark.Number}:\n");
                continue;
            }

            var shown = operand switch
            {
                null => "",
                IlLocal local => Name(local),
                IlLabel label => $"L{label.Number}",
                MethodInfo method => Signature(method),
                Type type => TypeName(type),
                IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
                _ => operand.ToString(),
            };
            text.Append("    ").Append(shown is "" ? code.Name : $"{code.Name,-10} {shown}").Append('\n');
        }

        return text.ToString();

        string Name(IlLocal local)
        {
            if (!names.TryGetValue(local, out var name))
            {
                name = local.Name;
                for (var i = 2; !used.Add(name); i++)
                    name = $"{local.Name}.{i}";
                names[local] = name;
            }

            return name;
        }
    }

    private static string Signature(MethodInfo method)
    {
        var type = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName))}>" : "";
        var parameters = string.Join(", ", method.GetParameters().Select(p => TypeName(p.ParameterType)));
        return $"{TypeName(method.DeclaringType!)}.{method.Name}{type}({parameters})";
    }

    private static string TypeName(Type type)
    {
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }
}
