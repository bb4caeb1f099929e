"""Sentences for people, next to no logic. Tests import the constants."""

JOB_GIVEN_UP = (
    "工作进程连续 {attempts} 次中断，已停止自动重试。请联系管理员查看日志后再点“重新运行”。"
)
JOB_UNEXPECTED = "系统内部错误，这项工作没有完成，已保存的数据没有受影响。请联系管理员查看日志。"
REGION_CODE_BAD = (
    "行政区划代码“{code}”不对：应为 6 位（县及以上）、9 位（乡级）或 12 位（村级）数字。"
)
REGION_UNKNOWN = "没有代码为“{code}”的行政区划。要新建，请写成“{code}:名称”。"
UNIT_UNKNOWN = "“{region}”没有叫“{unit}”的成员单位，请核对单位名称或代码。"
UNIT_AMBIGUOUS = "“{region}”有多个单位叫“{unit}”：{units}。请改用单位代码。"
SIGN_IN_WRONG = "用户名或密码不对。"
SIGN_IN_LEFT = "用户名或密码不对。再错 {left} 次将锁定 {minutes} 分钟。"
SIGN_IN_LOCKED = (
    "连续输错 {limit} 次，账号已锁定 {minutes} 分钟。请稍后再试，或请系统管理员解除锁定。"
)
SIGN_IN_CODE_NEEDED = "这个账号启用了动态口令，请输入手机上的 6 位数字。"
SIGN_IN_CODE_WRONG = "动态口令不对或已过期，请输入最新的 6 位数字。"
ACCOUNT_RENEWED = "密码已修改，下次登录请用新密码。"
RECORDS_TITLE = "目录与授权"
SYSTEM_NAME = "两纲监测评估系统"
RECORD_ADDED = "新增{kind}：{row}"
RECORD_CHANGED = "修改{kind}：{row}"
RECORD_DELETED = "删除{kind}：{row}"
CHARACTERS_TOO_PLAIN = "密码须含小写字母、大写字母、数字、符号这四类中的至少 {classes} 类。"
USED_BEFORE = "不能使用最近 {count} 次用过的密码。"
RENEWAL_DUE = "请先设置新密码：初始密码或使用时间过长的密码不能继续使用。"
SECOND_FACTOR_DUE = "您的角色登录要用动态口令，请先在这里完成设置。"
SECOND_FACTOR_SET = "动态口令已启用，以后登录时请输入手机上的 6 位数字。"
API_DUTY = "请先在网页上完成密码或动态口令的设置。"
ACCOUNT_EXISTS = "用户名“{username}”已经有人使用。"
ACCOUNT_UNIT_NEEDED = "联络员须用 --unit 指明成员单位，其他角色不用。"
SECOND_FACTOR_RESET = "已清除“{username}”的动态口令，下次登录时重新设置。"
ACCOUNT_UNKNOWN = "没有用户名为“{username}”的账号。"
