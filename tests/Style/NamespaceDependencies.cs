using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using GpuFormer.Kernels.Compiler.Frontend;

namespace GpuFormer.Tests.Style;

/// <summary>
/// Which namespaces of an assembly use which others: by the types that declarations and the IL of bodies name. What a
/// compiler leaves no trace of (constants, names in comments) is no use.
/// </summary>
internal sealed class NamespaceDependencies
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Operators that name a type, a field or a method.
    private static readonly HashSet<ILOpCode> WithToken =
    [
        .. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (OpCode)field.GetValue(null)!)
            .Where(code => code.OperandType is OperandType.InlineType or OperandType.InlineField
                or OperandType.InlineMethod or OperandType.InlineTok)
            .Select(code => (ILOpCode)(ushort)code.Value),
    ];

    // A use, and one type that uses another, as evidence.
    private readonly SortedDictionary<(string From, string To), (Type From, Type To)> _uses = [];

    public NamespaceDependencies(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            foreach (var used in UsedBy(type).SelectMany(Parts).Where(used => used.Assembly == assembly))
            {
                if (type.Namespace is { } from && used.Namespace is { } to && !Holds(from, to) && !Holds(to, from))
                    _uses.TryAdd((from, to), (Outermost(type), Outermost(used)));
            }
        }
    }

    /// <summary>
    /// Namespaces that use each other, perhaps by way of others: their names, and for each use an example.
    /// </summary>
    public IEnumerable<(string Names, string[] Uses)> Circles()
    {
        var reachable = _uses.Keys.Select(use => use.From).Distinct().ToDictionary(from => from, Reachable);
        var pending = reachable.Keys.Where(name => reachable[name].Contains(name)).ToHashSet();
        while (pending.FirstOrDefault() is { } first)
        {
            var circle = pending.Where(name => reachable[first].Contains(name) && reachable[name].Contains(first))
                .ToHashSet();
            pending.ExceptWith(circle);
            yield return (
                string.Join(" - ", circle.Where(name => !circle.Any(other => other != name && Holds(other, name)))
                    .Order(StringComparer.Ordinal)),
                [
                    .. _uses.Where(use => circle.Contains(use.Key.From) && circle.Contains(use.Key.To))
                        .Select(use => $"{use.Key.From}.{use.Value.From.Name} names {use.Key.To}.{use.Value.To.Name}"),
                ]);
        }
    }

    private HashSet<string> Reachable(string from)
    {
        var reached = new HashSet<string>();
        var pending = new Stack<string>([from]);
        while (pending.TryPop(out var next))
        {
            foreach (var (_, to) in _uses.Keys.Where(use => use.From == next))
            {
                if (reached.Add(to))
                    pending.Push(to);
            }
        }

        return reached;
    }

    // A namespace and those below it are one room with parts: the whole knows its parts, and these its words.
    private static bool Holds(string whole, string part) =>
        part == whole || part.StartsWith(whole + ".", StringComparison.Ordinal);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type> UsedBy(Type type)
    {
        var members = type.GetMembers(Declared);
        return
        [
            .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
            .. type.GetInterfaces(),
            .. type.GetCustomAttributesData().Select(attribute => attribute.AttributeType),
            .. type.IsGenericTypeDefinition
                ? type.GetGenericArguments().SelectMany(each => each.GetGenericParameterConstraints()) : [],
            .. members.OfType<FieldInfo>().Select(field => field.FieldType),
            .. members.OfType<MethodBase>().SelectMany(UsedBy),
        ];
    }

    private static IEnumerable<Type> UsedBy(MethodBase method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method is MethodInfo { ReturnType: var returned } ? [returned] : Type.EmptyTypes,
        .. method.GetMethodBody() is { } body ? UsedBy(method, body) : [],
    ];

    private static IEnumerable<Type> UsedBy(MethodBase method, MethodBody body)
    {
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var local in body.LocalVariables)
            yield return local.LocalType;
        foreach (var clause in body.ExceptionHandlingClauses)
        {
            if (clause.Flags == ExceptionHandlingClauseOptions.Clause && clause.CatchType is { } caught)
                yield return caught;
        }

        foreach (var instruction in ILReader.Read(body.GetILAsByteArray()))
        {
            if (!WithToken.Contains(instruction.Code))
                continue;
            var member = method.Module.ResolveMember(instruction.Integer, ofType, ofMethod)!;
            if (member is Type named)
                yield return named;
            if (member.DeclaringType is { } declaring)
                yield return declaring;
            if (member is MethodInfo { IsGenericMethod: true } generic)
            {
                foreach (var argument in generic.GetGenericArguments())
                    yield return argument;
            }
        }
    }

    // A constructed type uses what it is made of.
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsFunctionPointer
            ? [.. Parts(type.GetFunctionPointerReturnType()), .. type.GetFunctionPointerParameterTypes().SelectMany(Parts)]
        : type.IsGenericType ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)]
        : [type];
}
